#include "historyserver/ingest/block_tracker.h"

#include <algorithm>
#include <charconv>

namespace afterglow::history {
namespace {

// "rdd_<rdd id>_<partition>"
std::optional<std::int64_t> rdd_of(std::string_view block_id) {
  if (!block_id.starts_with("rdd_")) return {};
  block_id.remove_prefix(4);
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(block_id.data(), block_id.data() + block_id.size(), id);
  if (error != std::errc() || end == block_id.data() + block_id.size() || *end != '_') return {};
  return id;
}

void add_not_below_zero(std::int64_t& value, std::int64_t delta) {
  value = std::max<std::int64_t>(0, value + delta);
}

// Java's hash of an executor id (which is ASCII), mixed as Scala's hash map mixes it.
std::int64_t scala_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (const char c : text) hash = 31 * hash + static_cast<unsigned char>(c);
  return static_cast<std::int32_t>(hash ^ (hash >> 16));
}

}  // namespace

// A block that is not stored any more reports the size that it gives back.
BlockTracker::Delta BlockTracker::delta_of(const BlockUpdated& event) {
  return {event.memory_size * (event.storage_level.use_memory ? 1 : -1),
          event.disk_size * (event.storage_level.use_disk ? 1 : -1)};
}

void BlockTracker::add_to_executor(LiveExecutor& executor, bool off_heap, std::int64_t heap_delta,
                                   Delta delta) {
  if (executor.has_memory_info()) {
    add_not_below_zero(off_heap ? executor.row.used_off_heap : executor.row.used_on_heap,
                       heap_delta);
  }
  add_not_below_zero(executor.row.memory_used, delta.memory);
  add_not_below_zero(executor.row.disk_used, delta.disk);
  executor.dirty = true;
}

// The level of what is there now, not the one that was asked for.
void BlockTracker::describe(RddPartitionRow& partition, const StorageLevel& rdd_level) {
  const bool in_memory = partition.memory_used > 0;
  const StorageLevel level{.use_disk = partition.disk_used > 0,
                           .use_memory = in_memory,
                           .use_off_heap = rdd_level.use_off_heap,
                           .deserialized = in_memory && rdd_level.deserialized,
                           .replication = static_cast<std::int64_t>(partition.executors.size())};
  partition.storage_level = level.description();
}

void BlockTracker::on_stage_rdds(const std::vector<RddInfo>& rdds) {
  for (const RddInfo& info : rdds) {
    if (!info.storage_level.is_valid()) continue;
    const auto [found, is_new] = rdds_.try_emplace(info.id);
    if (!is_new) continue;
    Rdd& rdd = found->second;
    rdd.storage_level = info.storage_level;
    rdd.row.id = info.id;
    rdd.row.name = info.name;
    rdd.row.partition_count = info.partitions;
    rdd.row.storage_level = info.storage_level.description();
    dirty_rdds_.insert(info.id);
  }
}

void BlockTracker::update_stream_block(const BlockUpdated& event) {
  const StorageLevel& level = event.storage_level;
  std::optional<StreamBlockRow>& row =
      stream_blocks_[{event.block_id, event.block_manager.executor_id}];
  row.reset();
  if (!level.is_valid()) return;
  row = StreamBlockRow{.block_name = event.block_id,
                       .executor_id = event.block_manager.executor_id,
                       .host_port = event.block_manager.host_port(),
                       .storage_level = level.description(),
                       .use_memory = level.use_memory,
                       .use_disk = level.use_disk,
                       .deserialized = level.deserialized,
                       .memory_size = event.memory_size,
                       .disk_size = event.disk_size};
}

// Answers by how much the executor's number of blocks changes.
std::int64_t BlockTracker::update_partition(Rdd& rdd, const BlockUpdated& event, Delta delta) {
  const std::string& executor_id = event.block_manager.executor_id;
  const auto [place, is_new] = rdd.partitions.try_emplace(event.block_id);
  RddPartitionRow& partition = place->second;
  if (is_new) {
    partition.rdd_id = rdd.row.id;
    partition.block_name = event.block_id;
    partition.position = rdd.next_position++;
  }
  const auto found = std::ranges::find(partition.executors, executor_id);
  std::int64_t blocks = 0;
  if (!event.storage_level.is_valid()) {
    blocks = -1;
    if (found != partition.executors.end()) partition.executors.erase(found);
  } else if (found == partition.executors.end()) {
    blocks = 1;
    partition.executors.push_back(executor_id);
  }
  dirty_partitions_.emplace(rdd.row.id, event.block_id);
  if (partition.executors.empty()) {
    rdd.partitions.erase(place);
  } else {
    add_not_below_zero(partition.memory_used, delta.memory);
    add_not_below_zero(partition.disk_used, delta.disk);
    describe(partition, rdd.storage_level);
  }
  return blocks;
}

void BlockTracker::update_distribution(Rdd& rdd, const BlockUpdated& event, Delta delta,
                                       const LiveExecutor& executor) {
  const auto [place, is_new] = rdd.distributions.try_emplace(executor.row.id);
  RddDistributionRow& distribution = place->second;
  if (is_new) {
    distribution.rdd_id = rdd.row.id;
    distribution.executor_id = executor.row.id;
    distribution.executor_hash = scala_hash(executor.row.id);
    const auto held = static_cast<std::int64_t>(rdd.distributions.size());
    if (held >= rdd.row.distribution_slots / 4 * 3) rdd.row.distribution_slots *= 2;
  }
  add_not_below_zero(distribution.memory_used, delta.memory);
  add_not_below_zero(distribution.disk_used, delta.disk);
  if (executor.has_memory_info()) {
    add_not_below_zero(
        event.storage_level.use_off_heap ? distribution.off_heap_used : distribution.on_heap_used,
        delta.memory);
  }
}

// For all RDDs on the executor; what other blocks take later does not count until the next change.
void BlockTracker::remember_remaining(const LiveExecutor& executor) {
  const ExecutorRow& row = executor.row;
  RddExecutorRow& remaining = dirty_executors_[row.id];
  remaining = {.executor_id = row.id,
               .address = row.host_port.empty() ? row.host : row.host_port,
               .memory_remaining = row.max_memory - row.memory_used,
               .on_heap_remaining = {},
               .off_heap_remaining = {}};
  if (!executor.has_memory_info()) return;
  remaining.on_heap_remaining = *row.total_on_heap - row.used_on_heap;
  remaining.off_heap_remaining = row.total_off_heap - row.used_off_heap;
}

void BlockTracker::on_block_updated(const BlockUpdated& event, LiveExecutors& executors) {
  if (event.block_id.starts_with("input-")) return update_stream_block(event);
  const auto rdd_id = rdd_of(event.block_id);
  if (!rdd_id && !event.block_id.starts_with("broadcast_")) return;
  const Delta delta = delta_of(event);
  const auto executor = executors.find(event.block_manager.executor_id);
  if (executor != executors.end()) {
    add_to_executor(executor->second, event.storage_level.use_off_heap, delta.memory, delta);
  }
  if (!rdd_id) return;
  const auto found = rdds_.find(*rdd_id);
  if (found == rdds_.end()) return;
  Rdd& rdd = found->second;
  const std::int64_t blocks = update_partition(rdd, event, delta);
  add_not_below_zero(rdd.row.memory_used, delta.memory);
  add_not_below_zero(rdd.row.disk_used, delta.disk);
  dirty_rdds_.insert(*rdd_id);
  if (executor == executors.end()) return;
  dirty_distributions_.emplace(*rdd_id, executor->first);
  if (executor->second.row.rdd_blocks + blocks > 0) {
    update_distribution(rdd, event, delta, executor->second);
  } else {
    rdd.distributions.erase(executor->first);
  }
  remember_remaining(executor->second);
  executor->second.row.rdd_blocks += blocks;
}

void BlockTracker::on_unpersist(std::int64_t rdd_id, LiveExecutors& executors) {
  const auto found = rdds_.find(rdd_id);
  if (found == rdds_.end()) return;
  const Rdd& rdd = found->second;
  for (const auto& [block, partition] : rdd.partitions) {
    for (const std::string& id : partition.executors) {
      if (const auto executor = executors.find(id); executor != executors.end()) {
        --executor->second.row.rdd_blocks;
        executor->second.dirty = true;
      }
    }
  }
  const bool off_heap = rdd.storage_level.use_off_heap;
  for (const auto& [id, distribution] : rdd.distributions) {
    if (const auto executor = executors.find(id); executor != executors.end()) {
      add_to_executor(executor->second, off_heap,
                      off_heap ? -distribution.off_heap_used : -distribution.on_heap_used,
                      {-distribution.memory_used, -distribution.disk_used});
    }
  }
  rdds_.erase(found);
  removed_rdds_.insert(rdd_id);
}

// Takes its share of a partition from an executor that is gone.
void BlockTracker::drop_partition(Rdd& rdd, const std::string& executor_id,
                                  RddPartitionRow& partition) {
  const auto holders = static_cast<std::int64_t>(partition.executors.size());
  const std::int64_t memory = partition.memory_used / holders;
  const std::int64_t disk = partition.disk_used / holders;
  add_not_below_zero(rdd.row.memory_used, -memory);
  add_not_below_zero(rdd.row.disk_used, -disk);
  add_not_below_zero(partition.memory_used, -memory);
  add_not_below_zero(partition.disk_used, -disk);
  std::erase(partition.executors, executor_id);
  describe(partition, rdd.storage_level);
  dirty_partitions_.emplace(rdd.row.id, partition.block_name);
  dirty_rdds_.insert(rdd.row.id);
}

void BlockTracker::on_executor_removed(const std::string& executor_id) {
  for (auto& [rdd_id, rdd] : rdds_) {
    if (rdd.distributions.erase(executor_id) > 0) dirty_distributions_.emplace(rdd_id, executor_id);
    for (auto& [block_id, partition] : rdd.partitions) {
      if (std::ranges::find(partition.executors, executor_id) != partition.executors.end()) {
        drop_partition(rdd, executor_id, partition);
      }
    }
    std::erase_if(rdd.partitions, [](const auto& entry) { return entry.second.executors.empty(); });
  }
}

}  // namespace afterglow::history
