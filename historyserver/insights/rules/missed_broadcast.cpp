// Missed broadcast: both sides of a join were shuffled and sorted, although one of them is so small
// that it could have been sent to every executor instead.
//
// Measured: "data size" of the shuffles on both sides of a SortMergeJoin or ShuffledHashJoin, where
// the type of the join lets the small side be broadcast. Saved is, of the stage that joined, the
// part that its input rows are of its input and output rows (rows are received and sorted before,
// and made after), as far as it read the large side, and the time of writing that to shuffle files.
// Source: dataflint (below 10 MiB; below 100 MiB against more than 10 GiB). Wrong: where the
// shuffle is needed anyway, because an aggregation by the same key follows, or where memory is
// short.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace missed_broadcast {

constexpr std::string_view kSetting = "spark.sql.autoBroadcastJoinThreshold";

constexpr RuleThreshold kSmall{"missedBroadcast.small", 10 * kMiB, NumberUnit::bytes,
                               "Size of a side that is always worth a broadcast.",
                               "dataflint; what Spark broadcasts by itself"};
constexpr RuleThreshold kMedium{"missedBroadcast.medium", 100 * kMiB, NumberUnit::bytes,
                                "Size of a side that is worth one beside a large side.",
                                "dataflint"};
constexpr RuleThreshold kLarge{"missedBroadcast.large", 10 * 1024 * kMiB, NumberUnit::bytes,
                               "Size of a large side.", "dataflint"};
// The side that stays must be so many times as large that a broadcast is worth its trouble.
constexpr double kTimes = 10;
constexpr std::array kThresholds = {kSmall, kMedium, kLarge};

// The shuffle that made this side of a join; null where the rows came otherwise.
const SqlPlanNode* shuffle_of(const PlanFacts& plan, const SqlPlanNode* side) {
  for (int steps = 0; side && steps < 8; ++steps) {
    if (is_shuffle(*side)) return side;
    const bool passes =
        side->name.starts_with("Sort") || side->name.starts_with("AQEShuffleRead") ||
        side->name.starts_with("CustomShuffleReader") ||
        side->name.starts_with("ShuffleQueryStage") || side->name.starts_with("InputAdapter");
    const auto inputs = plan.inputs(side->id);
    side = passes && !is_join(*side) && inputs.size() == 1 ? inputs.front() : nullptr;
  }
  return nullptr;
}

struct Sides {
  const SqlPlanNode* small = nullptr;  // shuffles
  const SqlPlanNode* large = nullptr;
  double small_size = 0;
  double large_size = 0;
};

// Nothing when no side can be broadcast instead.
std::optional<Sides> sides_of(const RuleContext& context, const PlanFacts& plan,
                              const SqlPlanNode& join) {
  const auto inputs = plan.inputs(join.id);
  if (inputs.size() < 2) return {};
  const SqlPlanNode* const left = shuffle_of(plan, inputs[0]);
  const SqlPlanNode* const right = shuffle_of(plan, inputs[1]);
  if (!left || !right) return {};
  const auto left_size = plan.sum(left->id, "data size");
  const auto right_size = plan.sum(right->id, "data size");
  if (!left_size || !right_size) return {};
  const JoinSides allowed = sides_to_broadcast(join_type(join));
  Sides sides{left, right, *left_size, *right_size};
  if (*left_size > *right_size) sides = {right, left, *right_size, *left_size};
  if (sides.small == left ? !allowed.left : !allowed.right) return {};
  if (sides.large_size < kTimes * sides.small_size) return {};
  const bool is_small = sides.small_size < context.limit(kSmall);
  const bool is_medium =
      sides.small_size < context.limit(kMedium) && sides.large_size > context.limit(kLarge);
  if (!is_small && !is_medium) return {};
  return sides;
}

void add_savings(const Facts& facts, const Sides& sides, PlanCase& one) {
  const PlanFacts& plan = one.query->plan;
  const StageFacts* const join = stage_of(facts, *one.query, one.node->id);
  const StageFacts* const writer = stage_of(facts, *one.query, sides.large->id, "data size");
  if (join && join != writer) {
    const double in =
        plan.rows_out(sides.large->id)
            .value_or(plan.sum(sides.large->id, "shuffle records written").value_or(0));
    const double out = plan.rows(one.node->id).value_or(0);
    const double read = join->shuffle_read() + join->metric(TaskMetric::input_bytes);
    const double written =
        plan.sum(sides.large->id, "shuffle bytes written")
            .value_or(writer ? writer->metric(TaskMetric::shuffle_bytes_written) : 0);
    const double of_input = read > 0 ? std::min(1.0, written / read) : 0;
    if (in + out > 0) one.stages.emplace_back(join, join->wall.sum() * of_input * in / (in + out));
  }
  if (writer) {
    const double time = plan.time(sides.large->id, "shuffle write time")
                            .value_or(writer->metric(TaskMetric::shuffle_write_time) / 1e6);
    one.stages.emplace_back(writer, part_of_run(*writer, time) * used_time(*writer));
  }
}

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      if (!node.name.starts_with("SortMergeJoin") && !node.name.starts_with("ShuffledHashJoin")) {
        continue;
      }
      const auto sides = sides_of(context, query.plan, node);
      if (!sides) continue;
      PlanCase one{
          .query = &query,
          .node = &node,
          .note = size_words(sides->small_size) + " joined with " + size_words(sides->large_size)};
      add_savings(context.facts, *sides, one);
      if (one.ms() > 0) cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const auto sides = sides_of(context, worst.query->plan, *worst.node);
  if (!sides) return {};
  Finding finding = cases.finding();
  const bool is_small = sides->small_size < context.limit(kSmall);
  finding.text = "Query " + std::to_string(worst.query->row.id) + cases.others_words() +
                 " shuffled " + size_words(sides->large_size) + " to join it with " +
                 size_words(sides->small_size) +
                 ", which is little enough to be sent to every executor instead.";
  finding.numbers = {
      context.number("smaller side", sides->small_size, is_small ? kSmall : kMedium)};
  if (!is_small)
    finding.numbers.push_back(context.number("larger side", sides->large_size, kLarge));
  const std::string current = setting_of(context.facts, *worst.query, std::string(kSetting));
  // Spark estimates before it runs, so that the value needs some room.
  constexpr double kSteps = 10 * kMiB;
  const double value = (std::floor(sides->small_size * 2 / kSteps) + 1) * kSteps;
  finding.advice = {
      {"Give the join a hint, F.broadcast(df) or /*+ BROADCAST(t) */, on the small side."},
      {"Or let Spark broadcast tables of this size by itself. ANALYZE TABLE tells it how large "
       "they are.",
       std::string(kSetting), std::to_string(static_cast<std::int64_t>(value)), current}};
  return {finding};
}

}  // namespace missed_broadcast
}  // namespace

const Rule kMissedBroadcast{"missed-broadcast", "Join that could be a broadcast",
                            missed_broadcast::kThresholds, missed_broadcast::find};

}  // namespace afterglow::history
