#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// An RDD as one of its stages knows it, for the graph of that stage.
struct StageRddRow {
  std::int64_t stage_id = 0;
  std::int64_t rdd_id = 0;
  std::string name;
  std::optional<std::string> scope;  // JSON text: {"id":"4","name":"map","parent":{...}?}
  std::string callsite;
  IntegerList parent_ids;
  std::string storage_level;  // as Spark prints it
  bool is_cached = false;
  bool is_barrier = false;
  std::string determinism;  // DETERMINATE, UNORDERED, INDETERMINATE
  std::int64_t partition_count = 0;
};

// A persisted RDD, as Spark's RDDStorageInfo tells it. Sizes are bytes.
struct RddRow {
  std::int64_t id = 0;
  std::string name;
  std::int64_t partition_count = 0;
  std::int64_t cached_partitions = 0;
  std::string storage_level;
  std::int64_t memory_used = 0;
  std::int64_t disk_used = 0;
  std::int64_t distribution_slots = 16;  // of the hash map in which Spark would hold them
};

struct RddPartitionRow {
  std::int64_t rdd_id = 0;
  std::string block_name;
  std::int64_t position = 0;
  std::string storage_level;
  std::int64_t memory_used = 0;
  std::int64_t disk_used = 0;
  TextList executors;
};

// What one executor holds of one RDD.
struct RddDistributionRow {
  std::int64_t rdd_id = 0;
  std::string executor_id;
  std::int64_t executor_hash = 0;
  std::int64_t memory_used = 0;
  std::int64_t disk_used = 0;
  std::int64_t on_heap_used = 0;
  std::int64_t off_heap_used = 0;
};

// What was left on an executor when its part of any RDD changed last.
struct RddExecutorRow {
  std::string executor_id;
  std::string address;
  std::int64_t memory_remaining = 0;
  std::optional<std::int64_t> on_heap_remaining;
  std::optional<std::int64_t> off_heap_remaining;
};

// The last two together, as Spark's RDDDataDistribution tells them.
struct RddDataDistributionRow {
  std::string address;
  std::int64_t memory_used = 0;
  std::int64_t memory_remaining = 0;
  std::int64_t disk_used = 0;
  std::optional<std::int64_t> on_heap_used;
  std::optional<std::int64_t> off_heap_used;
  std::optional<std::int64_t> on_heap_remaining;
  std::optional<std::int64_t> off_heap_remaining;
};

struct StreamBlockRow {
  std::string block_name;
  std::string executor_id;
  std::string host_port;
  std::string storage_level;
  bool use_memory = false;
  bool use_disk = false;
  bool deserialized = false;
  std::int64_t memory_size = 0;
  std::int64_t disk_size = 0;
};

// The tables of schema/application/storage.sql.
class StorageStore {
 public:
  explicit StorageStore(Database& database) : database_(database) {}

  // From here on, while there are none, keeps rows for rdds() and barrier_stages().
  void keep_rows() {
    kept_rdds_.begin();
    kept_barriers_.begin();
  }
  // All RDDs of a stage, instead of those that it had.
  Result<void> replace_stage_rdds(std::int64_t stage_id, const std::vector<StageRddRow>& rows);
  Result<void> put(const RddRow& row);
  Result<void> put(const RddPartitionRow& row);
  Result<void> put(const RddDistributionRow& row);
  Result<void> put(const RddExecutorRow& row);
  Result<void> put(const StreamBlockRow& row);
  // With its partitions and distributions.
  Result<void> remove_rdd(std::int64_t rdd_id);
  Result<void> remove_partition(std::int64_t rdd_id, const std::string& block_name);
  Result<void> remove_distribution(std::int64_t rdd_id, const std::string& executor_id);
  Result<void> remove_stream_block(const std::string& name, const std::string& executor_id);

  Result<bool> has_stage_rdds(std::int64_t stage_id);
  Result<std::vector<StageRddRow>> stage_rdds(std::int64_t stage_id);  // by id
  Result<std::vector<std::int64_t>> barrier_stages();                  // ids, ascending
  Result<std::vector<RddRow>> rdds();                                  // by id
  Result<std::optional<RddRow>> rdd(std::int64_t rdd_id);
  // In Spark's order, both.
  Result<std::vector<RddPartitionRow>> partitions(std::int64_t rdd_id);
  Result<std::vector<RddDataDistributionRow>> data_distributions(std::int64_t rdd_id);
  Result<std::vector<RddDistributionRow>> distributions(std::int64_t rdd_id);  // by executor
  Result<std::vector<StreamBlockRow>> stream_blocks();

 private:
  Database& database_;
  KeptRows<std::int64_t, RddRow> kept_rdds_;
  KeptRows<std::int64_t, bool> kept_barriers_;  // by stage, whether it has one
  std::optional<Statement> clear_stage_;
  std::optional<Statement> put_stage_rdd_;
  std::optional<Statement> put_rdd_;
  std::optional<Statement> put_partition_;
  std::optional<Statement> put_distribution_;
  std::optional<Statement> put_executor_;
  std::optional<Statement> remove_partition_;
  std::optional<Statement> remove_distribution_;
  std::optional<Statement> find_stage_;
};

}  // namespace afterglow::history
