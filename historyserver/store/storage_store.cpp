#include "historyserver/store/storage_store.h"

#include <algorithm>

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<StageRddRow> {
  using Row = StageRddRow;
  static constexpr const char* table = "stage_rdd";
  static constexpr auto columns = std::tuple{
      Column{"stage_id", &Row::stage_id},
      Column{"rdd_id", &Row::rdd_id},
      Column{"name", &Row::name},
      Column{"scope", &Row::scope},
      Column{"callsite", &Row::callsite},
      Column{"parent_ids", &Row::parent_ids},
      Column{"storage_level", &Row::storage_level},
      Column{"is_cached", &Row::is_cached},
      Column{"is_barrier", &Row::is_barrier},
      Column{"determinism", &Row::determinism},
      Column{"partition_count", &Row::partition_count},
  };
};

template <>
struct RowColumns<RddRow> {
  using Row = RddRow;
  static constexpr const char* table = "rdd";
  static constexpr auto columns = std::tuple{
      Column{"rdd_id", &Row::id},
      Column{"name", &Row::name},
      Column{"partition_count", &Row::partition_count},
      Column{"cached_partitions", &Row::cached_partitions},
      Column{"storage_level", &Row::storage_level},
      Column{"memory_used", &Row::memory_used},
      Column{"disk_used", &Row::disk_used},
      Column{"distribution_slots", &Row::distribution_slots},
  };
};

template <>
struct RowColumns<RddPartitionRow> {
  using Row = RddPartitionRow;
  static constexpr const char* table = "rdd_partition";
  static constexpr auto columns = std::tuple{
      Column{"rdd_id", &Row::rdd_id},           Column{"block_name", &Row::block_name},
      Column{"position", &Row::position},       Column{"storage_level", &Row::storage_level},
      Column{"memory_used", &Row::memory_used}, Column{"disk_used", &Row::disk_used},
      Column{"executors", &Row::executors},
  };
};

template <>
struct RowColumns<RddDistributionRow> {
  using Row = RddDistributionRow;
  static constexpr const char* table = "rdd_distribution";
  static constexpr auto columns = std::tuple{
      Column{"rdd_id", &Row::rdd_id},
      Column{"executor_id", &Row::executor_id},
      Column{"executor_hash", &Row::executor_hash},
      Column{"memory_used", &Row::memory_used},
      Column{"disk_used", &Row::disk_used},
      Column{"on_heap_used", &Row::on_heap_used},
      Column{"off_heap_used", &Row::off_heap_used},
  };
};

template <>
struct RowColumns<RddExecutorRow> {
  using Row = RddExecutorRow;
  static constexpr const char* table = "rdd_executor";
  static constexpr auto columns = std::tuple{
      Column{"executor_id", &Row::executor_id},
      Column{"address", &Row::address},
      Column{"memory_remaining", &Row::memory_remaining},
      Column{"on_heap_remaining", &Row::on_heap_remaining},
      Column{"off_heap_remaining", &Row::off_heap_remaining},
  };
};

template <>
struct RowColumns<RddDataDistributionRow> {
  using Row = RddDataDistributionRow;
  static constexpr const char* table = "rdd_data_distribution";
  static constexpr auto columns = std::tuple{
      Column{"address", &Row::address},
      Column{"memory_used", &Row::memory_used},
      Column{"memory_remaining", &Row::memory_remaining},
      Column{"disk_used", &Row::disk_used},
      Column{"on_heap_used", &Row::on_heap_used},
      Column{"off_heap_used", &Row::off_heap_used},
      Column{"on_heap_remaining", &Row::on_heap_remaining},
      Column{"off_heap_remaining", &Row::off_heap_remaining},
  };
};

template <>
struct RowColumns<StreamBlockRow> {
  using Row = StreamBlockRow;
  static constexpr const char* table = "stream_block";
  static constexpr auto columns = std::tuple{
      Column{"block_name", &Row::block_name},     Column{"executor_id", &Row::executor_id},
      Column{"host_port", &Row::host_port},       Column{"storage_level", &Row::storage_level},
      Column{"use_memory", &Row::use_memory},     Column{"use_disk", &Row::use_disk},
      Column{"deserialized", &Row::deserialized}, Column{"memory_size", &Row::memory_size},
      Column{"disk_size", &Row::disk_size},
  };
};

namespace {

// Runs a statement without rows that is prepared at the first use.
template <typename... Parameters>
Result<void> cached_run(Database& database, std::optional<Statement>& statement, const char* sql,
                        const Parameters&... parameters) {
  if (!statement) {
    auto prepared = database.prepare(sql);
    if (!prepared) return std::unexpected(prepared.error());
    statement.emplace(*std::move(prepared));
  }
  int index = 1;
  (bind_value(*statement, index++, parameters), ...);
  return statement->run();
}

}  // namespace

Result<void> StorageStore::replace_stage_rdds(std::int64_t stage_id,
                                              const std::vector<StageRddRow>& rows) {
  kept_barriers_.put(stage_id, std::ranges::any_of(rows, &StageRddRow::is_barrier));
  auto done =
      cached_run(database_, clear_stage_, "DELETE FROM stage_rdd WHERE stage_id = ?", stage_id);
  for (const StageRddRow& row : rows) {
    if (done) done = cached_upsert(database_, put_stage_rdd_, row);
  }
  return done;
}

Result<void> StorageStore::put(const RddRow& row) {
  kept_rdds_.put(row.id, row);
  return cached_upsert(database_, put_rdd_, row);
}
Result<void> StorageStore::put(const RddPartitionRow& row) {
  return cached_upsert(database_, put_partition_, row);
}
Result<void> StorageStore::put(const RddDistributionRow& row) {
  return cached_upsert(database_, put_distribution_, row);
}
Result<void> StorageStore::put(const RddExecutorRow& row) {
  return cached_upsert(database_, put_executor_, row);
}
Result<void> StorageStore::put(const StreamBlockRow& row) {
  std::optional<Statement> statement;
  return cached_upsert(database_, statement, row);
}

Result<void> StorageStore::remove_rdd(std::int64_t rdd_id) {
  kept_rdds_.forget(rdd_id);
  const std::string where = " WHERE rdd_id = " + std::to_string(rdd_id) + ";";
  return database_.execute("DELETE FROM rdd" + where + "DELETE FROM rdd_partition" + where +
                           "DELETE FROM rdd_distribution" + where);
}
Result<void> StorageStore::remove_partition(std::int64_t rdd_id, const std::string& block_name) {
  return cached_run(database_, remove_partition_,
                    "DELETE FROM rdd_partition WHERE rdd_id = ? AND block_name = ?", rdd_id,
                    block_name);
}
Result<void> StorageStore::remove_distribution(std::int64_t rdd_id,
                                               const std::string& executor_id) {
  return cached_run(database_, remove_distribution_,
                    "DELETE FROM rdd_distribution WHERE rdd_id = ? AND executor_id = ?", rdd_id,
                    executor_id);
}
Result<void> StorageStore::remove_stream_block(const std::string& name,
                                               const std::string& executor_id) {
  std::optional<Statement> statement;
  return cached_run(database_, statement,
                    "DELETE FROM stream_block WHERE block_name = ? AND executor_id = ?", name,
                    executor_id);
}

Result<bool> StorageStore::has_stage_rdds(std::int64_t stage_id) {
  if (!find_stage_) {
    auto prepared = database_.prepare("SELECT 1 FROM stage_rdd WHERE stage_id = ? LIMIT 1");
    if (!prepared) return std::unexpected(prepared.error());
    find_stage_.emplace(*std::move(prepared));
  }
  find_stage_->bind(1, stage_id);
  auto found = find_stage_->step();
  find_stage_->reset();
  return found;
}

Result<std::vector<StageRddRow>> StorageStore::stage_rdds(std::int64_t stage_id) {
  return select_rows<StageRddRow>(database_, "WHERE stage_id = ? ORDER BY rdd_id", stage_id);
}
Result<std::vector<std::int64_t>> StorageStore::barrier_stages() {
  std::vector<std::int64_t> stages;
  if (const auto* kept = kept_barriers_.all()) {
    for (const auto& [stage, is_barrier] : *kept) {
      if (is_barrier) stages.push_back(stage);
    }
    return stages;
  }
  auto found =
      database_.prepare("SELECT stage_id FROM stage_rdd WHERE is_barrier ORDER BY stage_id");
  if (!found) return std::unexpected(found.error());
  for (;;) {
    const auto more = found->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return stages;
    // Making them distinct takes SQLite longer than all the rest.
    const std::int64_t stage = found->integer(0);
    if (stages.empty() || stages.back() != stage) stages.push_back(stage);
  }
}
Result<std::vector<RddRow>> StorageStore::rdds() {
  if (auto kept = kept_rdds_.take_all()) return *std::move(kept);
  return select_rows<RddRow>(database_, "ORDER BY rdd_id");
}
Result<std::optional<RddRow>> StorageStore::rdd(std::int64_t rdd_id) {
  return select_row<RddRow>(database_, "WHERE rdd_id = ?", rdd_id);
}
Result<std::vector<RddPartitionRow>> StorageStore::partitions(std::int64_t rdd_id) {
  return select_rows<RddPartitionRow>(database_, "WHERE rdd_id = ? ORDER BY position", rdd_id);
}
Result<std::vector<RddDataDistributionRow>> StorageStore::data_distributions(std::int64_t rdd_id) {
  return select_rows<RddDataDistributionRow>(
      database_, "WHERE rdd_id = ? ORDER BY slot, executor_hash", rdd_id);
}
Result<std::vector<RddDistributionRow>> StorageStore::distributions(std::int64_t rdd_id) {
  return select_rows<RddDistributionRow>(database_, "WHERE rdd_id = ? ORDER BY executor_id",
                                         rdd_id);
}
Result<std::vector<StreamBlockRow>> StorageStore::stream_blocks() {
  return select_rows<StreamBlockRow>(database_, "ORDER BY block_name, executor_id");
}

}  // namespace afterglow::history
