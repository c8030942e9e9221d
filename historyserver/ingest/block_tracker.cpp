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

struct Delta {
  std::int64_t memory;
  std::int64_t disk;
};

// A block that is not stored any more reports the size that it gives back.
Delta delta_of(const BlockUpdated& event) {
  return {event.memory_size * (event.storage_level.use_memory ? 1 : -1),
          event.disk_size * (event.storage_level.use_disk ? 1 : -1)};
}

void add_to_executor(LiveExecutor& executor, bool off_heap, std::int64_t heap_delta, Delta delta) {
  if (executor.has_memory_info()) {
    add_not_below_zero(off_heap ? executor.row.used_off_heap : executor.row.used_on_heap,
                       heap_delta);
  }
  add_not_below_zero(executor.row.memory_used, delta.memory);
  add_not_below_zero(executor.row.disk_used, delta.disk);
  executor.dirty = true;
}

}  // namespace

void BlockTracker::on_stage_rdds(const std::vector<RddInfo>& rdds) {
  for (const RddInfo& rdd : rdds) {
    if (rdd.storage_level.is_valid()) rdds_.try_emplace(rdd.id, Rdd{rdd.storage_level, {}, {}});
  }
}

// Answers by how much the executor's number of blocks changes.
std::int64_t BlockTracker::update_partition(Rdd& rdd, const BlockUpdated& event) {
  const std::string& executor_id = event.block_manager.executor_id;
  auto& executors = rdd.partitions[event.block_id].executors;
  const auto found = std::ranges::find(executors, executor_id);
  std::int64_t blocks = 0;
  if (!event.storage_level.is_valid()) {
    blocks = -1;
    if (found != executors.end()) executors.erase(found);
  } else if (found == executors.end()) {
    blocks = 1;
    executors.push_back(executor_id);
  }
  if (executors.empty()) rdd.partitions.erase(event.block_id);
  return blocks;
}

void BlockTracker::on_block_updated(const BlockUpdated& event, LiveExecutors& executors) {
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
  const std::int64_t blocks = update_partition(rdd, event);
  if (executor == executors.end()) return;
  if (executor->second.row.rdd_blocks + blocks > 0) {
    Distribution& distribution = rdd.distributions[executor->first];
    add_not_below_zero(distribution.memory_used, delta.memory);
    add_not_below_zero(distribution.disk_used, delta.disk);
    add_not_below_zero(distribution.heap_used, delta.memory);
  } else {
    rdd.distributions.erase(executor->first);
  }
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
  for (const auto& [id, distribution] : rdd.distributions) {
    if (const auto executor = executors.find(id); executor != executors.end()) {
      add_to_executor(executor->second, rdd.storage_level.use_off_heap, -distribution.heap_used,
                      {-distribution.memory_used, -distribution.disk_used});
    }
  }
  rdds_.erase(found);
}

void BlockTracker::on_executor_removed(const std::string& executor_id) {
  for (auto& [rdd_id, rdd] : rdds_) {
    rdd.distributions.erase(executor_id);
    for (auto& [block_id, partition] : rdd.partitions) {
      std::erase(partition.executors, executor_id);
    }
    std::erase_if(rdd.partitions, [](const auto& entry) { return entry.second.executors.empty(); });
  }
}

}  // namespace afterglow::history
