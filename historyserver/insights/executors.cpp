#include "historyserver/insights/executors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "historyserver/insights/bytes.h"

namespace afterglow::history {
namespace {

constexpr double kMuchCollected = 16 * kMiB;      // bytes
constexpr double kDriverSpeed = 5 * kMiB / 1000;  // bytes a ms

// What a resource profile asks for, in bytes.
std::optional<double> requested(const Facts& facts, const ExecutorRow& executor,
                                const std::string& name) {
  const auto profile =
      std::ranges::find(facts.profiles, executor.resource_profile_id, &ResourceProfileRow::id);
  if (profile == facts.profiles.end()) return {};
  const auto request = profile->executor_resources.find(name);
  if (request == profile->executor_resources.end() || request->second.amount <= 0) return {};
  return static_cast<double>(request->second.amount) * kMiB;
}

}  // namespace

std::vector<Gap> gaps_of(const Facts& facts) {
  std::vector<const JobFacts*> jobs;
  jobs.reserve(facts.jobs.size());
  for (const JobFacts& job : facts.jobs) jobs.push_back(&job);
  std::ranges::sort(jobs, {},
                    [](const JobFacts* job) { return std::pair(job->start, job->row.id); });
  std::vector<Gap> gaps;
  gaps.reserve(jobs.size() + 1);
  if (jobs.empty()) return gaps;
  std::int64_t until = facts.start;
  const JobFacts* last = nullptr;
  for (const JobFacts* job : jobs) {
    if (job->start > until) gaps.push_back({until, job->start, last, job});
    if (!last || job->end >= until) last = job;
    until = std::max(until, job->end);
  }
  if (facts.end > until) gaps.push_back({until, facts.end, last, nullptr});
  std::vector<double> collected(facts.jobs.size());
  const auto of = [&](const JobFacts* job) -> double& {
    return collected[static_cast<std::size_t>(job - facts.jobs.data())];
  };
  for (const StageFacts& stage : facts.stages) {
    const JobFacts* const job = stage.ran() ? facts.job(stage.job_id) : nullptr;
    if (job) of(job) += stage.metric(TaskMetric::result_size);
  }
  for (Gap& gap : gaps) {
    if (gap.before) gap.collected = of(gap.before);
  }
  return gaps;
}

double collecting_time(const Gap& gap) {
  if (gap.collected < kMuchCollected) return 0;
  return std::min(gap.duration(), gap.collected / kDriverSpeed);
}

std::int64_t last_job_end(const Facts& facts) {
  std::int64_t end = facts.start;
  for (const JobFacts& job : facts.jobs) end = std::max(end, job.end);
  return end;
}

bool is_interactive(const Facts& facts) {
  constexpr std::array keys = {"spark.repl.class.uri", "spark.repl.class.outputDir",
                               "spark.repl.local.jars", "spark.connect.grpc.binding.port"};
  constexpr std::array names = {
      "shell",        "Shell",         "SparkR",     "Thrift",  "Zeppelin",
      "livy-session", "Spark Connect", "SparkSQL::", "Jupyter", "notebook"};
  const auto is_set = [&](const char* key) { return facts.properties.find(key) != nullptr; };
  const auto is_named = [&](const char* name) { return facts.name.contains(name); };
  return std::ranges::any_of(keys, is_set) || std::ranges::any_of(names, is_named);
}

bool lacks_events(const Facts& facts) {
  const CompletenessRow& known = facts.completeness;
  return known.compacted || known.missing_files > 0 || known.damaged_spots > 0 ||
         known.bad_lines > 0 || known.long_lines > 0 || known.read_error || known.excluded_events;
}

bool is_streaming(const JobFacts& job) {
  const std::string description = job.row.description.value_or("");
  return description.starts_with("Streaming job from") ||
         (description.contains("runId = ") && description.contains("batch = "));
}

bool has_containers(const Facts& facts) {
  const std::string master = facts.properties.text("spark.master");
  return master.starts_with("yarn") || master.starts_with("k8s");
}

double heap_of(const Facts& facts, const ExecutorRow& executor) {
  if (const auto asked = requested(facts, executor, "memory")) return *asked;
  const auto set = facts.properties.bytes("spark.executor.memory", 1024 * 1024);
  return static_cast<double>(set.value_or(1024 * 1024 * 1024));
}

double overhead_of(const Facts& facts, const ExecutorRow& executor) {
  if (const auto asked = requested(facts, executor, "memoryOverhead")) return *asked;
  for (const char* key : {"spark.executor.memoryOverhead", "spark.yarn.executor.memoryOverhead"}) {
    if (const auto set = facts.properties.bytes(key, 1024 * 1024)) {
      return static_cast<double>(*set);
    }
  }
  const double factor =
      facts.properties.number("spark.executor.memoryOverheadFactor")
          .value_or(facts.properties.number("spark.kubernetes.memoryOverheadFactor").value_or(0.1));
  return std::max(384 * kMiB, heap_of(facts, executor) * factor);
}

double lifetime_of(const Facts& facts, const ExecutorRow& executor) {
  const std::int64_t from = std::clamp(executor.add_time, facts.start, facts.end);
  const std::int64_t to =
      std::clamp(executor.remove_time.value_or(facts.end), facts.start, facts.end);
  return static_cast<double>(std::max<std::int64_t>(0, to - from));
}

std::string memory_setting(double bytes) {
  const auto halves = static_cast<std::int64_t>(std::ceil(bytes / (512 * kMiB)));
  const std::int64_t wanted = std::max<std::int64_t>(2, halves);
  return wanted % 2 == 0 ? std::to_string(wanted / 2) + "g" : std::to_string(wanted * 512) + "m";
}

int version_of(const Facts& facts) {
  const std::string& text = facts.spark_version;
  int major = 0;
  int minor = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, major);
  if (first.ec != std::errc() || first.ptr == end) return 0;
  std::from_chars(first.ptr + 1, end, minor);
  return major * 100 + minor;
}

}  // namespace afterglow::history
