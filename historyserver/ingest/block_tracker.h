#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "historyserver/events/event.h"
#include "historyserver/ingest/live_entities.h"
#include "historyserver/store/storage_store.h"

namespace afterglow::history {

using LiveExecutors = std::map<std::string, LiveExecutor>;

// Follows the cached blocks of RDDs and what they take from executors, as Spark's listener does.
// Logs tell of blocks only with spark.eventLog.logBlockUpdates.enabled.
class BlockTracker {
 public:
  void on_stage_rdds(const std::vector<RddInfo>& rdds);
  void on_block_updated(const BlockUpdated& event, LiveExecutors& executors);
  void on_unpersist(std::int64_t rdd_id, LiveExecutors& executors);
  void on_executor_removed(const std::string& executor_id);

  // Writes what changed since the last call.
  Result<void> flush(StorageStore& store);
  // What the rows do not tell; restore() adds the rows.
  template <typename Archive>
  void archive(Archive& archive) {
    archive(rdds_);
  }
  Result<void> restore(StorageStore& store);

 private:
  struct Rdd {
    StorageLevel storage_level;
    std::int64_t next_position = 0;  // of a partition
    RddRow row;
    std::map<std::string, RddPartitionRow> partitions;        // by block id
    std::map<std::string, RddDistributionRow> distributions;  // by executor id

    template <typename Archive>
    void archive(Archive& archive) {
      archive(storage_level, next_position);
    }
  };
  struct Delta {  // bytes
    std::int64_t memory = 0;
    std::int64_t disk = 0;
  };
  using Part = std::pair<std::int64_t, std::string>;  // of an RDD: a block, or an executor

  static Delta delta_of(const BlockUpdated& event);
  static void add_to_executor(LiveExecutor& executor, bool off_heap, std::int64_t heap_delta,
                              Delta delta);
  static void describe(RddPartitionRow& partition, const StorageLevel& rdd_level);

  void update_stream_block(const BlockUpdated& event);
  std::int64_t update_partition(Rdd& rdd, const BlockUpdated& event, Delta delta);
  void update_distribution(Rdd& rdd, const BlockUpdated& event, Delta delta,
                           const LiveExecutor& executor);
  void remember_remaining(const LiveExecutor& executor);
  void drop_partition(Rdd& rdd, const std::string& executor_id, RddPartitionRow& partition);

  std::unordered_map<std::int64_t, Rdd> rdds_;  // that are to be kept, by id

  // What the next flush() brings into line with the rows.
  std::set<std::int64_t> removed_rdds_;
  std::set<std::int64_t> dirty_rdds_;
  std::set<Part> dirty_partitions_;
  std::set<Part> dirty_distributions_;
  std::map<std::string, RddExecutorRow> dirty_executors_;
  // By block and executor; nothing: the block is gone.
  std::map<std::pair<std::string, std::string>, std::optional<StreamBlockRow>> stream_blocks_;
};

}  // namespace afterglow::history
