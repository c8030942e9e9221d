#include <algorithm>
#include <array>

#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_filter.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/distributions.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxDurationBins = 200;
constexpr std::array<std::string_view, 4> kStatuses = {"SUCCESS", "FAILED", "KILLED", "RUNNING"};

struct Durations {
  std::array<std::vector<std::int64_t>, kStatuses.size()> by_status;
  std::vector<std::int64_t> all;
  std::int64_t max = 0;
};

// Which of kStatuses one of kTaskStatuses is: "GET RESULT" is still running.
constexpr std::array<std::size_t, kTaskStatuses.size()> kPlaces = {3, 3, 0, 1, 2};

Result<Durations> read_durations(OpenAttempt& attempt, const TaskQuery& query) {
  auto blocks = attempt.database->task_blocks(query, {TaskOrder::duration, TaskOrder::status});
  if (!blocks) return std::unexpected(blocks.error());
  Durations durations;
  for (;;) {
    const auto more = blocks->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return durations;
    for (std::size_t i = 0; i < blocks->tasks(); ++i) {
      const std::int64_t duration = believable(blocks->values(0)[i]);
      const auto status = static_cast<std::size_t>(blocks->values(1)[i]);
      durations.by_status[kPlaces[std::min(status, kPlaces.size() - 1)]].push_back(duration);
      durations.all.push_back(duration);
      durations.max = std::max(durations.max, duration);
    }
  }
}

// A width of 1, 2 or 5 times a power of ten, so that the edges are numbers that people read.
std::int64_t bin_width(std::int64_t max, std::int64_t bins) {
  for (std::int64_t power = 1;; power *= 10) {
    for (const std::int64_t step : {1, 2, 5}) {
      if (max / (step * power) < bins) return step * power;
    }
  }
}

void write_bins(JsonWriter& json, const Durations& durations, std::int64_t width) {
  const std::int64_t bins = durations.max / width + 1;
  std::vector<std::array<std::int64_t, kStatuses.size()>> counts(static_cast<std::size_t>(bins));
  for (std::size_t status = 0; status < kStatuses.size(); ++status) {
    for (const std::int64_t duration : durations.by_status[status]) {
      ++counts[static_cast<std::size_t>(duration / width)][status];
    }
  }
  for (std::int64_t bin = 0; bin < bins; ++bin) {
    json.begin_object().field("from", bin * width).field("to", (bin + 1) * width);
    for (std::size_t status = 0; status < kStatuses.size(); ++status) {
      json.field(kStatuses[status], counts[static_cast<std::size_t>(bin)][status]);
    }
    json.end_object();
  }
}

}  // namespace

Response dashboard_durations(OpenAttempt& attempt, const Request& request,
                             const PathArguments& path) {
  const auto bins = int_parameter(request, "bins", 40);
  if (!bins) return bins.error();
  const auto query = task_filter(attempt, request, path);
  if (!query) return query.error();
  auto durations = read_durations(attempt, *query);
  if (!durations) return internal_error(durations.error());
  JsonWriter json;
  const auto count = static_cast<std::int64_t>(durations->all.size());
  json.begin_object().field("tasks", count);
  if (count > 0) {
    const auto quantiles = pick_quantiles(durations->all, count, {0.5, 0.95, 1.0});
    json.field("p50", static_cast<std::int64_t>(quantiles[0]))
        .field("p95", static_cast<std::int64_t>(quantiles[1]))
        .field("max", static_cast<std::int64_t>(quantiles[2]));
  }
  json.key("bins").begin_array();
  if (count > 0) {
    const std::int64_t wanted = std::clamp<std::int64_t>(*bins, 1, kMaxDurationBins);
    write_bins(json, *durations, bin_width(durations->max, wanted));
  }
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
