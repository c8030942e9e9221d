// Unhelpful settings: what was set otherwise than Spark would have it, where it cost time.
//
// Measured: each row of kSuspects is a setting with the stages that it can harm and the part of
// their wall time that it is taken for (a share, from the source of the row). Without such stages
// it is not told: a setting may be odd and do no harm. Settings that need another one (kNeedy) are
// told where that one is not set at all: somebody expected an effect.
// Source: Spark's tuning and SQL guides; the shares are ours and low. Wrong: where the time has
// another cause, or where the default was tried and was worse.

#include <algorithm>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"

namespace afterglow::history {
namespace {
namespace unhelpful_settings {

constexpr RuleThreshold kBytes{"unhelpfulSettings.bytes", 1024 * kMiB, NumberUnit::bytes,
                               "What a stage must read or write of shuffle data for how it is "
                               "encoded to matter.",
                               "ours"};
constexpr RuleThreshold kTiny{"unhelpfulSettings.tinyPartition", 4 * kMiB, NumberUnit::bytes,
                              "The usual shuffle partition of a stage that has too many of them.",
                              "Spark joins partitions up to 64 MiB, and leaves none below 1 MiB"};
constexpr std::array kThresholds = {kBytes, kTiny};

double parts(const StageFacts& stage, std::initializer_list<WallPart> wanted) {
  double ms = 0;
  for (const WallPart part : wanted) ms += stage.wall[part];
  return ms;
}

double shuffled(const StageFacts& stage) {
  return stage.shuffle_read() + stage.metric(TaskMetric::shuffle_bytes_written);
}

// One with many more shuffle partitions than cores, most of them tiny: wall time that it could do
// without.
double tiny_partitions(const RuleContext& context, const StageFacts& stage) {
  if (!stage.query_id || stage.shuffle_read() <= 0) return 0;
  const auto tasks = static_cast<double>(stage.row.task_count);
  const double cores = std::max(1.0, context.facts.average_cores);
  if (tasks < std::max(100.0, 10 * cores) || stage.shuffle_read() / tasks > context.limit(kTiny))
    return 0;
  return stage.wall[WallPart::scheduling] * (1 - cores / tasks);
}

double encoding(const RuleContext& context, const StageFacts& stage) {
  if (shuffled(stage) < context.limit(kBytes)) return 0;
  return parts(stage, {WallPart::shuffle_wait, WallPart::io}) / 2;
}

double java_objects(const RuleContext& context, const StageFacts& stage) {
  // Rows of SQL and objects of Python are encoded otherwise.
  if (stage.query_id || stage.row.name.contains(".py:")) return 0;
  if (shuffled(stage) < context.limit(kBytes)) return 0;
  return parts(stage, {WallPart::compute, WallPart::shuffle_wait, WallPart::io}) / 10;
}

// Written once and read once, at the speed of a usual disk.
double spilled(const RuleContext& context, const StageFacts& stage) {
  constexpr double kDiskSpeed = 100 * kMiB / 1000;  // bytes a ms
  const double cores = std::max(1.0, context.facts.average_cores);
  const double time = 2 * stage.metric(TaskMetric::disk_bytes_spilled) / kDiskSpeed / cores;
  return std::min(time, stage.wall[WallPart::io] / 4);
}

double collected(const RuleContext&, const StageFacts& stage) {
  const double run = stage.metric(TaskMetric::executor_run_time);
  const bool much = run > 0 && stage.metric(TaskMetric::jvm_gc_time) > run / 10;
  return much ? stage.wall[WallPart::gc] / 2 : 0;
}

double interpreted(const RuleContext&, const StageFacts& stage) {
  return stage.query_id ? stage.wall[WallPart::compute] / 5 : 0;
}

double waited(const RuleContext&, const StageFacts& stage) {
  return stage.wall[WallPart::scheduling] / 2;
}

bool is_false(const Facts& facts, const char* key) {
  return !facts.properties.flag(key, true);
}

struct Suspect {
  const char* key;
  bool (*is_odd)(const Facts& facts);
  double (*harm)(const RuleContext& context, const StageFacts& stage);  // ms of its wall time
  const char* value;                                                    // to be set
  const char* text;                                                     // after "KEY is VALUE, "
  const char* advice;
};

constexpr std::array kSuspects = std::to_array<Suspect>({
    {"spark.sql.adaptive.coalescePartitions.enabled",
     [](const Facts& facts) {
       return facts.properties.flag("spark.sql.adaptive.enabled", version_of(facts) >= 302) &&
              is_false(facts, "spark.sql.adaptive.coalescePartitions.enabled");
     },
     tiny_partitions, "true", "so tiny shuffle partitions were not joined in",
     "Let Spark join tiny shuffle partitions."},
    {"spark.shuffle.compress",
     [](const Facts& facts) { return is_false(facts, "spark.shuffle.compress"); }, encoding, "true",
     "so more bytes than needed went through disks and the network in",
     "Compress shuffle data: it costs less time than the bytes that it saves."},
    {"spark.shuffle.spill.compress",
     [](const Facts& facts) { return is_false(facts, "spark.shuffle.spill.compress"); }, spilled,
     "true", "so more bytes than needed were spilled in", "Compress what is spilled."},
    {"spark.serializer",
     [](const Facts& facts) { return !facts.properties.text("spark.serializer").contains("Kryo"); },
     java_objects, "org.apache.spark.serializer.KryoSerializer",
     "so objects were shuffled in the large format of Java in",
     "Encode objects with Kryo, or use DataFrames, which need neither."},
    {"spark.memory.fraction",
     [](const Facts& facts) {
       return facts.properties.number("spark.memory.fraction").value_or(0.6) < 0.4;
     },
     spilled, "0.6", "which leaves little memory to execution, and there was spilling in",
     "Go back to the default."},
    {"spark.memory.fraction",
     [](const Facts& facts) {
       return facts.properties.number("spark.memory.fraction").value_or(0.6) > 0.75;
     },
     collected, "0.6", "which leaves little memory to objects, and garbage was collected long in",
     "Go back to the default."},
    {"spark.memory.storageFraction",
     [](const Facts& facts) {
       return facts.properties.number("spark.memory.storageFraction").value_or(0.5) > 0.7;
     },
     spilled, "0.5", "which keeps memory for cached data, and there was spilling in",
     "Go back to the default."},
    {"spark.sql.codegen.wholeStage",
     [](const Facts& facts) { return is_false(facts, "spark.sql.codegen.wholeStage"); },
     interpreted, "true", "so operators were run one by one in",
     "Let Spark compile chains of operators."},
    {"spark.locality.wait",
     [](const Facts& facts) {
       const auto wait = facts.properties.time("spark.locality.wait", std::chrono::milliseconds(1));
       return wait && *wait > std::chrono::seconds(3);
     },
     waited, "3s", "so cores may have waited for tasks near to their data in",
     "Go back to the default, or to 0s where data is far away anyway."},
});

// Settings of something that is off unless `needs` is true.
struct Needy {
  std::string_view key;
  const char* needs;
};
constexpr std::array kNeedy = std::to_array<Needy>({
    {"spark.dynamicAllocation.initialExecutors", "spark.dynamicAllocation.enabled"},
    {"spark.dynamicAllocation.maxExecutors", "spark.dynamicAllocation.enabled"},
    {"spark.dynamicAllocation.minExecutors", "spark.dynamicAllocation.enabled"},
    {"spark.memory.offHeap.size", "spark.memory.offHeap.enabled"},
    {"spark.speculation.multiplier", "spark.speculation"},
    {"spark.speculation.quantile", "spark.speculation"},
});

std::optional<Finding> without_effect(const Facts& facts) {
  Finding finding;
  std::vector<std::string> keys;
  std::string switches;
  for (const Needy& needy : kNeedy) {
    if (!facts.properties.find(needy.key) || facts.properties.find(needy.needs)) continue;
    const std::string key(needy.key);
    finding.links.push_back(link_to_setting(key, facts.properties.text(key)));
    if (finding.advice.empty() || finding.advice.back().setting != needy.needs) {
      finding.advice.push_back(
          {"Turn on what " + key + " belongs to, or leave that out.", needy.needs, "true", ""});
      switches += (switches.empty() ? "" : " and ") + std::string(needy.needs);
    }
    keys.push_back(key);
  }
  if (keys.empty()) return {};
  finding.text = and_more(keys.front(), keys.size() - 1) + (keys.size() == 1 ? " has" : " have") +
                 " no effect: " + switches + (finding.advice.size() == 1 ? " is" : " are") +
                 " not set.";
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  std::vector<Finding> findings;
  for (const Suspect& suspect : kSuspects) {
    if (!suspect.is_odd(facts)) continue;
    StageCases cases(facts);
    for (const StageFacts& stage : facts.stages) {
      const double ms = stage.ran() ? suspect.harm(context, stage) : 0;
      if (ms > 0) cases.add(stage, ms, "up to " + duration_words(ms));
    }
    if (cases.empty()) continue;
    const std::string current = facts.properties.text(suspect.key);
    Finding finding = cases.finding();
    finding.text = std::string(suspect.key) + " is " + (current.empty() ? "not set" : current) +
                   ", " + suspect.text + " " + cases.words() + ".";
    if (suspect.harm == encoding || suspect.harm == java_objects) {
      finding.numbers = {
          context.number("shuffle data of the stage", shuffled(*cases.worst().stage), kBytes)};
    }
    if (suspect.harm == tiny_partitions) {
      const StageFacts& stage = *cases.worst().stage;
      finding.numbers = {
          context.number("usual shuffle partition",
                         stage.shuffle_read() /
                             static_cast<double>(std::max<std::int64_t>(1, stage.row.task_count)),
                         kTiny)};
    }
    finding.links.insert(finding.links.begin(), link_to_setting(suspect.key, current));
    finding.advice = {{suspect.advice, suspect.key, suspect.value, current}};
    findings.push_back(std::move(finding));
  }
  if (auto finding = without_effect(facts)) findings.push_back(*std::move(finding));
  return findings;
}

}  // namespace unhelpful_settings
}  // namespace

const Rule kUnhelpfulSettings{"unhelpful-settings", "Unhelpful settings",
                              unhelpful_settings::kThresholds, unhelpful_settings::find};

}  // namespace afterglow::history
