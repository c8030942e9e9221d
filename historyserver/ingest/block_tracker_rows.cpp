// The part of the block tracker that writes rows and reads them back.

#include "historyserver/ingest/block_tracker.h"

namespace afterglow::history {
namespace {

// Puts what is there, removes what is not: a row for each dirty part.
template <typename Parts, typename Rows, typename Remove>
Result<void> settle(StorageStore& store, Parts& parts, const Rows& rows_of, const Remove& remove) {
  for (const auto& [rdd_id, name] : parts) {
    const auto* rows = rows_of(rdd_id);
    if (!rows) continue;  // removed with its RDD
    const auto row = rows->find(name);
    const auto done = row == rows->end() ? remove(rdd_id, name) : store.put(row->second);
    if (!done) return done;
  }
  parts.clear();
  return {};
}

}  // namespace

Result<void> BlockTracker::flush(StorageStore& store) {
  Result<void> done;
  for (const std::int64_t id : removed_rdds_) {
    if (done) done = store.remove_rdd(id);
  }
  for (const std::int64_t id : dirty_rdds_) {
    const auto found = rdds_.find(id);
    if (found == rdds_.end() || !done) continue;
    RddRow& row = found->second.row;
    row.cached_partitions = static_cast<std::int64_t>(found->second.partitions.size());
    done = store.put(row);
  }
  const auto rdd = [&](std::int64_t id) {
    const auto found = rdds_.find(id);
    return found == rdds_.end() ? nullptr : &found->second;
  };
  if (done) {
    done = settle(
        store, dirty_partitions_,
        [&](std::int64_t id) { return rdd(id) ? &rdd(id)->partitions : nullptr; },
        [&](std::int64_t id, const std::string& block) {
          return store.remove_partition(id, block);
        });
  }
  if (done) {
    done = settle(
        store, dirty_distributions_,
        [&](std::int64_t id) { return rdd(id) ? &rdd(id)->distributions : nullptr; },
        [&](std::int64_t id, const std::string& executor) {
          return store.remove_distribution(id, executor);
        });
  }
  for (const auto& [id, row] : dirty_executors_) {
    if (done) done = store.put(row);
  }
  for (const auto& [key, row] : stream_blocks_) {
    if (done) done = row ? store.put(*row) : store.remove_stream_block(key.first, key.second);
  }
  removed_rdds_.clear();
  dirty_rdds_.clear();
  dirty_executors_.clear();
  stream_blocks_.clear();
  return done;
}

Result<void> BlockTracker::restore(StorageStore& store) {
  for (auto& [id, rdd] : rdds_) {
    auto row = store.rdd(id);
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(ErrorKind::corrupt, "a persisted RDD of the checkpoint has no row");
    rdd.row = **std::move(row);
    auto partitions = store.partitions(id);
    if (!partitions) return std::unexpected(partitions.error());
    for (RddPartitionRow& partition : *partitions) {
      std::string block = partition.block_name;
      rdd.partitions[std::move(block)] = std::move(partition);
    }
    auto distributions = store.distributions(id);
    if (!distributions) return std::unexpected(distributions.error());
    for (RddDistributionRow& distribution : *distributions) {
      std::string executor = distribution.executor_id;
      rdd.distributions[std::move(executor)] = std::move(distribution);
    }
  }
  return {};
}

}  // namespace afterglow::history
