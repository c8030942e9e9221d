#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "historyserver/events/event.h"
#include "historyserver/ingest/live_entities.h"

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

 private:
  struct Partition {
    std::vector<std::string> executors;
  };
  struct Distribution {  // of one RDD on one executor, bytes
    std::int64_t memory_used = 0;
    std::int64_t disk_used = 0;
    std::int64_t heap_used = 0;  // on or off heap, as the RDD's storage level says
  };
  struct Rdd {
    StorageLevel storage_level;
    std::map<std::string, Partition> partitions;        // by block id
    std::map<std::string, Distribution> distributions;  // by executor id
  };

  std::int64_t update_partition(Rdd& rdd, const BlockUpdated& event);

  std::unordered_map<std::int64_t, Rdd> rdds_;
};

}  // namespace afterglow::history
