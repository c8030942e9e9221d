#pragma once

#include <string>

#include "historyserver/insights/rule.h"

// What is told of a stage, asked by several rules, so that each stage is told by one of them.
namespace afterglow::history {

inline constexpr RuleThreshold kSkewRatio{
    "partitionSkew.ratio", 3, NumberUnit::times,
    "The longest task of a stage, in times of the median.",
    "between Databricks' 1.5 times the 75th percentile and dataflint's 10 times the median"};
inline constexpr RuleThreshold kSkewBytesRatio{
    "partitionSkew.bytesRatio", 2, NumberUnit::times,
    "What that task read or wrote (bytes or records), in times of the median.",
    "Spark's history server by Microsoft: 2 to 3 times the average"};
inline constexpr RuleThreshold kSkewLongest{"partitionSkew.longestTask", 2000, NumberUnit::ms,
                                            "How long that task must take.", "dataflint has 5 s"};
inline constexpr RuleThreshold kSmallTask{"smallTasks.duration", 500, NumberUnit::ms,
                                          "A task of this median duration is small.",
                                          "dataflint: 500 ms"};
inline constexpr RuleThreshold kSmallTaskCount{
    "smallTasks.tasks", 100, NumberUnit::count, "How many of them the stage must have.",
    "dataflint has 5,000, for clusters; Spark has 200 partitions after a shuffle by default"};
inline constexpr RuleThreshold kSmallTaskWaves{
    "smallTasks.waves", 4, NumberUnit::times, "How many of them the stage must have for each core.",
    "Spark's tuning guide: 2 to 3 tasks for each core"};
inline constexpr RuleThreshold kSingleTask{"singleTaskStage.duration", 5000, NumberUnit::ms,
                                           "How long the one task must take.", "ours"};

// What made the longest task long: how many times the median it read or wrote, of whatever it did
// so most unevenly; 0 where nothing is known of that.
struct DataOfLongest {
  double times = 0;
  enum class Kind { none, input, shuffle, records, output } kind = Kind::none;
};
DataOfLongest data_of_longest(const StageFacts& stage);

// Its longest task is long because its partition is large.
bool is_skewed(const RuleContext& context, const StageFacts& stage);
// Some of its tasks compute what a cache found no room for, others read it there: that is why they
// differ, and no matter of data or machines.
bool computes_what_a_cache_lacks(const Facts& facts, const StageFacts& stage);
// So many tasks, each so short, that handing them over is what takes time.
bool has_small_tasks(const RuleContext& context, const StageFacts& stage);
// It has one task, and that is long.
bool is_single_task(const RuleContext& context, const StageFacts& stage);

// ms; the median where tasks were looked at, else the mean.
double typical_task(const StageFacts& stage);
// Of all tasks together, ms, those that were of no use as well.
double time_of_tasks(const StageFacts& stage);
// How many tasks may run at once; at least 1.
double slots_of(const Facts& facts);
// Whether all executors take tasks of all stages: with other resource profiles some cores are none
// for some tasks.
bool shares_cores(const Facts& facts);
bool is_fetch_failure(const StageFacts& stage);
// "3.2" or later. An unknown version is a new one.
bool is_since(const Facts& facts, int major, int minor);

}  // namespace afterglow::history
