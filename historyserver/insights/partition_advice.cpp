#include "historyserver/insights/partition_advice.h"

#include <algorithm>
#include <cmath>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/stage_shape.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {

constexpr double kReservedMemory = 300 * kMiB;  // of the heap, by Spark itself

FindingAdvice setting(const Facts& facts, std::string text, std::string key, std::string value) {
  std::string current = facts.properties.text(key);
  return {std::move(text), std::move(key), std::move(value), std::move(current)};
}

bool has_node(const QueryFacts* query, std::string_view start) {
  return query && std::ranges::any_of(query->plan.nodes(), [&](const SqlPlanNode& node) {
           return node.name.starts_with(start);
         });
}

FindingAdvice of_input(const Facts& facts, const StageFacts& stage, const QueryFacts* query,
                       double tasks) {
  const std::string count = count_words(tasks);
  if (has_node(query, "InMemoryTableScan")) {
    return {
        "What is cached has as many partitions as it had when it was cached: call repartition(" +
        count + ") before cache()."};
  }
  const bool reads_files =
      has_node(query, "Scan ") || has_node(query, "FileScan") || has_node(query, "BatchScan");
  const auto now = static_cast<double>(stage.row.task_count);
  if (!stage.query_id) {
    return {"Ask for about " + count +
            " partitions where the data is read (minPartitions of "
            "textFile() and its kin), or call " +
            (tasks < now ? "coalesce(" : "repartition(") + count + ") after it."};
  }
  if (!reads_files) return {"Call repartition(" + count + ") after reading."};
  if (tasks < now) {
    return {
        "Each file is opened for itself: compact many small files into fewer, or call "
        "coalesce(" +
        count + ") after reading."};
  }
  return setting(
      facts,
      "Read files in smaller parts, about " + count +
          " of them. Files that cannot be split (gzip) need repartition() after reading.",
      "spark.sql.files.maxPartitionBytes",
      mebibytes_value(stage.metric(TaskMetric::input_bytes) / std::max(1.0, tasks)));
}

FindingAdvice of_shuffle(const Facts& facts, const StageFacts& stage, const QueryFacts* query,
                         double tasks) {
  const std::string count = std::to_string(std::llround(tasks));
  const std::string shown = count_words(tasks);
  const auto now = stage.row.task_count;
  if (!stage.query_id) {
    const auto usual = facts.properties.integer("spark.default.parallelism");
    if (usual && *usual == now) {
      return setting(facts, "Shuffle into about " + shown + " partitions.",
                     "spark.default.parallelism", count);
    }
    return {
        "Give the operation that shuffles (reduceByKey, join, repartition, ...) a number of "
        "about " +
        shown + " partitions."};
  }
  const bool adaptive = facts.properties.flag("spark.sql.adaptive.enabled", is_since(facts, 3, 2));
  const auto usual = facts.properties.integer("spark.sql.shuffle.partitions").value_or(200);
  if (tasks < static_cast<double>(now)) {
    if (!adaptive && is_since(facts, 3, 0)) {
      return setting(facts,
                     "Let Spark merge small partitions while it runs, or set "
                     "spark.sql.shuffle.partitions to about " +
                         shown + ".",
                     "spark.sql.adaptive.enabled", "true");
    }
  } else if (adaptive && now < usual &&
             (has_node(query, "AQEShuffleRead") || has_node(query, "CustomShuffleReader"))) {
    return setting(facts, "Spark merged small partitions: let it keep about " + shown + " of them.",
                   "spark.sql.adaptive.advisoryPartitionSizeInBytes",
                   mebibytes_value(stage.shuffle_read() / std::max(1.0, tasks)));
  }
  if (now == usual || tasks < static_cast<double>(now)) {
    return setting(facts, "Shuffle into about " + shown + " partitions.",
                   "spark.sql.shuffle.partitions", count);
  }
  return {"Where the code asks for " + count_words(static_cast<double>(now)) +
          " partitions (repartition, coalesce, a window or an aggregate without a key), ask for "
          "about " +
          shown + "."};
}

}  // namespace

std::string mebibytes_value(double bytes) {
  return std::to_string(std::max<std::int64_t>(1, std::llround(bytes / kMiB))) + "m";
}

FindingAdvice partition_advice(const Facts& facts, const StageFacts& stage, double tasks) {
  const QueryFacts* const query = stage.query_id ? facts.query(*stage.query_id) : nullptr;
  if (stage.shuffle_read() > 0) return of_shuffle(facts, stage, query, tasks);
  if (stage.metric(TaskMetric::input_bytes) > 0) return of_input(facts, stage, query, tasks);
  return {"Make about " + count_words(tasks) +
          " partitions at the source: numSlices of parallelize() and range(), numPartitions and "
          "partitionColumn of a JDBC table, or repartition()."};
}

FindingAdvice memory_advice(const Facts& facts, std::string text, double times) {
  const std::string key = facts.is_local ? "spark.driver.memory" : "spark.executor.memory";
  const double now =
      static_cast<double>(facts.properties.bytes(key, 1024 * 1024).value_or(1024 * 1024 * 1024));
  const double wanted = now * times;
  const double gibibytes = std::ceil(wanted / 1024 / kMiB - 0.01);
  const std::string value = gibibytes >= 4
                                ? std::to_string(std::llround(gibibytes)) + "g"
                                : mebibytes_value(std::ceil(wanted / 256 / kMiB) * 256 * kMiB);
  return setting(facts, std::move(text), key, value);
}

double execution_memory_of_task(const Facts& facts) {
  const Properties& properties = facts.properties;
  const double heap = static_cast<double>(
      properties
          .bytes(facts.is_local ? "spark.driver.memory" : "spark.executor.memory", 1024 * 1024)
          .value_or(1024 * 1024 * 1024));
  double memory = std::max(0.0, heap - kReservedMemory) *
                  properties.number("spark.memory.fraction").value_or(0.6);
  if (properties.flag("spark.memory.offHeap.enabled", false)) {
    memory += static_cast<double>(properties.bytes("spark.memory.offHeap.size").value_or(0));
  }
  std::int64_t slots = 1;
  for (const ExecutorRow& executor : facts.executors) {
    slots = std::max(slots, executor.max_tasks > 0 ? executor.max_tasks : executor.total_cores);
  }
  return memory / static_cast<double>(slots);
}

}  // namespace afterglow::history
