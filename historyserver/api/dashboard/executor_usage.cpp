#include "historyserver/api/dashboard/executor_usage.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxUsageBins = 1000;
// A log may tell any times: none of ours is after this (the year 33658).
constexpr std::int64_t kLatest = 1'000'000'000'000'000;

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
// Where in ExecutorUsage::rows an executor is found.
using RowOfExecutor = std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>>;

Parsed<std::int64_t> time_parameter(const Request& request, std::string_view name,
                                    std::int64_t fallback) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return fallback;
  std::int64_t time = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::unexpected(text_response(400, std::string(name) + " is no time: " + text));
  }
  return std::clamp<std::int64_t>(time, 0, kLatest);
}

// How many cores a task takes, by the stage that it belongs to.
class CoresOfTasks {
 public:
  static Result<CoresOfTasks> open(ApplicationDatabase& database) {
    CoresOfTasks cores;
    const auto profiles = database.environment.resource_profiles();
    if (!profiles) return std::unexpected(profiles.error());
    std::map<std::int64_t, double> by_profile;
    for (const ResourceProfileRow& profile : *profiles) {
      const auto cpus = profile.task_resources.find("cpus");
      if (cpus != profile.task_resources.end()) by_profile[profile.id] = cpus->second.amount;
    }
    cores.usual_ = by_profile.contains(0) ? by_profile.at(0) : 1;
    const auto special = database.stages.special_profiles();
    if (!special) return std::unexpected(special.error());
    for (const auto& [stage, profile] : *special) {
      const auto known = by_profile.find(profile);
      cores.special_[stage] = known == by_profile.end() ? cores.usual_ : known->second;
    }
    return cores;
  }

  // Tasks come stage by stage.
  double of(const StageKey& stage) {
    if (!last_stage_ || *last_stage_ != stage) {
      const auto found = special_.find(stage);
      last_ = found == special_.end() ? usual_ : found->second;
      last_stage_ = stage;
    }
    return last_;
  }

 private:
  double usual_ = 1;
  std::map<StageKey, double> special_;
  std::optional<StageKey> last_stage_;
  double last_ = 1;
};

std::string row_name(const ExecutorRow& executor, UsageRows rows) {
  if (rows == UsageRows::all_in_one) return "";
  return rows == UsageRows::hosts ? executor.host : executor.id;
}

void count_events(ExecutorUsage& usage, const ExecutorRow& executor) {
  const TimeSpan& span = usage.span;
  const auto count = [&](std::int64_t time, std::vector<std::int64_t>& in) {
    if (time >= span.from && time < span.to) ++in[static_cast<std::size_t>(span.bin_of(time))];
  };
  count(executor.add_time, usage.added);
  if (executor.remove_time) count(*executor.remove_time, usage.removed);
}

void add_to_row(UsageRow& row, const ExecutorRow& executor, const TimeSpan& span) {
  const bool is_first = row.executors == 0;
  ++row.executors;
  row.cores += executor.total_cores;
  row.add_time = is_first ? executor.add_time : std::min(row.add_time, executor.add_time);
  if (!executor.remove_time) {
    row.remove_time.reset();
  } else if (is_first || row.remove_time) {
    row.remove_time = std::max(row.remove_time.value_or(0), *executor.remove_time);
  }
  row.allocated.add(executor.add_time, executor.remove_time.value_or(span.to),
                    static_cast<double>(executor.total_cores));
}

// The rows, their allocated cores, and which executor belongs to which.
Result<RowOfExecutor> make_rows(ExecutorUsage& usage, OpenAttempt& attempt, UsageRows rows) {
  const auto executors = attempt.database->executors.list();
  if (!executors) return std::unexpected(executors.error());
  const TimeSpan& span = usage.span;
  TimeBins there(span);
  std::map<std::string, std::size_t> by_name;
  RowOfExecutor row_of;
  for (const ExecutorRow& executor : *executors) {
    const std::int64_t removed = executor.remove_time.value_or(span.to);
    // Without cores it runs nothing: the driver of a cluster, or a place for shuffle data.
    if (executor.total_cores == 0 && executor.total_tasks == 0) continue;
    if (executor.add_time >= span.to || removed <= span.from) continue;
    const auto [found, is_new] = by_name.try_emplace(row_name(executor, rows), usage.rows.size());
    if (is_new) usage.rows.emplace_back(found->first, executor.host, span);
    add_to_row(usage.rows[found->second], executor, span);
    row_of[executor.id] = found->second;
    there.add(executor.add_time, removed, 1);
    count_events(usage, executor);
  }
  usage.executors = there.averages();
  return row_of;
}

}  // namespace

std::vector<double> UsageRow::used() const {
  std::vector<double> used = busy.averages();
  const std::vector<double> most = allocated.averages();
  for (std::size_t bin = 0; bin < used.size(); ++bin) used[bin] = std::min(used[bin], most[bin]);
  return used;
}

Parsed<TimeSpan> usage_span(const OpenAttempt& attempt, const Request& request,
                            std::int64_t default_bins) {
  const auto from =
      time_parameter(request, "from", std::clamp<std::int64_t>(attempt.log.start_time, 0, kLatest));
  if (!from) return std::unexpected(from.error());
  const auto to =
      time_parameter(request, "to", std::clamp<std::int64_t>(attempt.log.told_until(), 0, kLatest));
  if (!to) return std::unexpected(to.error());
  const auto bins = int_parameter(request, "bins", default_bins);
  if (!bins) return std::unexpected(bins.error());
  TimeSpan span;
  span.from = *from;
  span.to = std::max(*to, span.from + 1);
  // No bin is shorter than a millisecond.
  span.bins = std::min(std::clamp<std::int64_t>(*bins, 1, kMaxUsageBins), span.to - span.from);
  return span;
}

Result<ExecutorUsage> executor_usage(OpenAttempt& attempt, const TimeSpan& span, UsageRows rows) {
  ExecutorUsage usage;
  usage.span = span;
  usage.added.resize(static_cast<std::size_t>(span.bins));
  usage.removed.resize(static_cast<std::size_t>(span.bins));
  const auto row_of = make_rows(usage, attempt, rows);
  if (!row_of) return std::unexpected(row_of.error());
  auto cores = CoresOfTasks::open(*attempt.database);
  if (!cores) return std::unexpected(cores.error());
  const std::int64_t now = attempt.log.told_until();
  auto done = attempt.database->tasks.each_run(now, [&](const TaskRun& run) {
    if (run.launch >= span.to || run.end < span.from) return;
    const auto found = row_of->find(run.executor_id);
    if (found == row_of->end()) return;
    UsageRow& row = usage.rows[found->second];
    ++row.tasks;
    row.busy.add(run.launch, run.end, cores->of(run.stage));
  });
  if (!done) return std::unexpected(done.error());
  return usage;
}

}  // namespace afterglow::history
