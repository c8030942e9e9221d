// Failed tasks: work that was thrown away because tasks ended with an error.
//
// Measured: the time of failed tasks (not killed ones, nor those of stages that fetch failures
// ended, of which recomputed-stages tells) and their part of the stages' share of the duration.
// A stage that failed in the end is told whatever it took; so are `tasks` failed ones that are
// `rate` of a stage's. Source: dr-elephant (10% of tasks), its later branch (2% of a stage's).
// Wrong: nowhere known; a retry may be cheap.

#include <algorithm>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"
#include "historyserver/model/error_signature.h"

namespace afterglow::history {
namespace {
namespace failed_tasks {

constexpr RuleThreshold kRate{
    "failedTasks.rate", 0.1, NumberUnit::share, "Tasks of a stage that failed, of all that ended.",
    "dr-elephant: 10% of tasks; 2% of a stage's tasks in a later version"};
constexpr RuleThreshold kTasks{"failedTasks.tasks", 4, NumberUnit::count,
                               "How many tasks must have failed for that.",
                               "spark.task.maxFailures: the fourth failure of a task ends its job"};
constexpr std::array kThresholds = {kRate, kTasks};
constexpr std::size_t kLongestReason = 200;

double rate_of(const StageFacts& stage) {
  const auto failed = static_cast<double>(stage.row.failed_tasks);
  return failed / std::max(1.0, failed + static_cast<double>(stage.row.completed_tasks));
}

// Its parts that tasks have used, not those in which cores had none.
double used(const StageFacts& stage) {
  using enum WallPart;
  double ms = 0;
  for (const WallPart part : {scheduling, compute, shuffle_wait, gc, io}) ms += stage.wall[part];
  return ms;
}

bool has_failed(const Facts& facts, const StageFacts& stage) {
  const JobFacts* const job = facts.job(stage.job_id);
  if (stage.row.failure_reason && stage.row.failure_reason->contains("cancel")) return false;
  return stage.row.status == "FAILED" && job && job->row.status == "FAILED";
}

std::string reason_of(const StageFacts& stage) {
  std::string reason = stage.tasks.failure;
  if (reason.empty() && stage.row.failure_reason) {
    reason = error_signature(*stage.row.failure_reason);
  }
  if (reason.size() > kLongestReason) {
    std::size_t end = kLongestReason;  // not inside of a character
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
    reason = reason.substr(0, end) + "...";
  }
  std::ranges::replace(reason, '\n', ' ');
  return reason;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  StageCases cases(facts);
  const StageFacts* ended = nullptr;  // a job
  double failed = 0;
  double rate = 0;
  for (const StageFacts& stage : facts.stages) {
    if (!stage.ran() || stage.row.failed_tasks <= 0 || is_fetch_failure(stage)) continue;
    const double time = time_of_tasks(stage);
    const double part = time > 0 ? stage.tasks.failed_time / time : 0;
    cases.add({&stage, used(stage) * part, stage.tasks.failed_time,
               plural_words(static_cast<double>(stage.row.failed_tasks), "task") + " failed"});
    failed += static_cast<double>(stage.row.failed_tasks);
    rate = std::max(rate, rate_of(stage));
    if (has_failed(facts, stage)) ended = &stage;
  }
  if (cases.empty()) return {};
  const StageFacts& stage = ended ? *ended : *cases.worst().stage;
  const std::string reason = reason_of(stage);
  Finding finding = cases.finding();
  if (ended) {
    finding.severity = facts.has_failed ? Severity::critical : Severity::warning;
    finding.text = "Job " + std::to_string(stage.job_id) + " failed because tasks of " +
                   stage_words(stage) + " did";
    finding.links.insert(finding.links.begin(), {.kind = LinkKind::job, .id = stage.job_id});
  } else {
    const bool many = rate >= context.limit(kRate) && failed >= context.limit(kTasks);
    if (!many && finding.recoverable_ms <= 0) return {};
    if (many) finding.severity = Severity::warning;
    finding.text =
        plural_words(failed, "task") + " of " + cases.words() + " failed and had to be run again";
  }
  finding.text += reason.empty() ? "." : ", mostly with: " + reason;
  finding.numbers = {context.number("failed tasks of a stage", rate, kRate),
                     context.number("failed tasks", failed, kTasks),
                     {"their time", finding.recoverable_core_ms, NumberUnit::ms}};
  finding.advice = {
      {"Look at the failures of the stage: their errors are grouped there with the "
       "executors that had them."}};
  return {finding};
}

}  // namespace failed_tasks
}  // namespace

const Rule kFailedTasks{"failed-tasks", "Failed tasks", failed_tasks::kThresholds,
                        failed_tasks::find};

}  // namespace afterglow::history
