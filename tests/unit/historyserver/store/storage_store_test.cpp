#include "historyserver/store/storage_store.h"

#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class StorageStoreTest : public ApplicationDatabaseFixture {
 protected:
  StorageStore& store() { return database_->storage; }
};

TEST_F(StorageStoreTest, ReplacesTheRddsOfAStage) {
  const StageRddRow old{.stage_id = 1,
                        .rdd_id = 9,
                        .name = "gone",
                        .scope = {},
                        .callsite = "",
                        .parent_ids = {},
                        .storage_level = "",
                        .determinism = ""};
  expect_done(store().replace_stage_rdds(1, {old}));
  StageRddRow other = old;
  other.stage_id = 2;
  expect_done(store().replace_stage_rdds(2, {other}));
  const StageRddRow row{.stage_id = 1,
                        .rdd_id = 7,
                        .name = "n",
                        .scope = "{}",
                        .callsite = "c",
                        .parent_ids = {5, 6},
                        .storage_level = "Disk",
                        .is_cached = true,
                        .is_barrier = true,
                        .determinism = "UNORDERED",
                        .partition_count = 4};
  EXPECT_FALSE(value_of(store().has_stage_rdds(3)));
  expect_done(store().replace_stage_rdds(1, {row}));
  EXPECT_TRUE(value_of(store().has_stage_rdds(1)));
  const auto rows = value_of(store().stage_rdds(1));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].rdd_id, 7);
  EXPECT_EQ(rows[0].name, "n");
  EXPECT_EQ(rows[0].scope, "{}");
  EXPECT_EQ(rows[0].callsite, "c");
  EXPECT_EQ(rows[0].parent_ids, (IntegerList{5, 6}));
  EXPECT_EQ(rows[0].storage_level, "Disk");
  EXPECT_TRUE(rows[0].is_cached && rows[0].is_barrier);
  EXPECT_EQ(rows[0].determinism, "UNORDERED");
  EXPECT_EQ(rows[0].partition_count, 4);
  EXPECT_EQ(value_of(store().stage_rdds(2)).size(), 1u);
}

TEST_F(StorageStoreTest, RemovesAnRddWithItsParts) {
  for (const std::int64_t id : {3, 4}) {
    expect_done(store().put(RddRow{.id = id,
                                   .name = "n",
                                   .partition_count = 2,
                                   .cached_partitions = 1,
                                   .storage_level = "Disk",
                                   .memory_used = 5,
                                   .disk_used = 6}));
    expect_done(store().put(RddPartitionRow{id, "b", 0, "Disk", 5, 6, {"1"}}));
    expect_done(store().put(RddDistributionRow{id, "1", 49, 5, 6, 5, 0}));
  }
  expect_done(store().put(RddExecutorRow{"1", "h:7", 100, 90, 10}));
  expect_done(store().remove_rdd(3));
  EXPECT_EQ(value_of(store().rdd(3)).has_value(), false);
  EXPECT_TRUE(value_of(store().partitions(3)).empty());
  EXPECT_TRUE(value_of(store().distributions(3)).empty());
  const RddRow row = value_of(store().rdd(4)).value_or(RddRow());
  EXPECT_EQ(row.cached_partitions, 1);
  EXPECT_EQ(row.storage_level, "Disk");
  EXPECT_EQ(row.distribution_slots, 16);
  EXPECT_EQ(value_of(store().partitions(4)).at(0).executors, TextList{"1"});
  const RddDataDistributionRow held = value_of(store().data_distributions(4)).at(0);
  EXPECT_EQ(held.address, "h:7");
  EXPECT_EQ(held.memory_used, 5);
  EXPECT_EQ(held.memory_remaining, 100);
  EXPECT_EQ(held.disk_used, 6);
  EXPECT_EQ(held.on_heap_used, 5);
  EXPECT_EQ(held.off_heap_used, 0);
  EXPECT_EQ(held.on_heap_remaining, 90);
  EXPECT_EQ(held.off_heap_remaining, 10);
  expect_done(store().remove_partition(4, "b"));
  expect_done(store().remove_distribution(4, "1"));
  EXPECT_TRUE(value_of(store().partitions(4)).empty());
  EXPECT_TRUE(value_of(store().data_distributions(4)).empty());
}

// Spark 2.2 and older say nothing of on and off heap.
TEST_F(StorageStoreTest, LeavesOutTheHeapThatIsNotKnown) {
  expect_done(store().put(RddRow{.id = 3, .name = "", .storage_level = ""}));
  expect_done(store().put(RddDistributionRow{3, "1", 49, 5, 6, 5, 0}));
  expect_done(store().put(RddExecutorRow{"1", "h:7", 100, {}, {}}));
  const RddDataDistributionRow held = value_of(store().data_distributions(3)).at(0);
  EXPECT_EQ(held.on_heap_used, std::nullopt);
  EXPECT_EQ(held.off_heap_remaining, std::nullopt);
}

TEST_F(StorageStoreTest, ListsExecutorsAsAHashMapOfScala) {
  expect_done(store().put(RddRow{.id = 3, .name = "", .storage_level = ""}));
  const struct {
    const char* id;
    std::int64_t hash;
  } executors[] = {{"a", 33}, {"b", -1}, {"c", 1}, {"d", 16}, {"e", 17}};
  for (const auto& executor : executors) {
    expect_done(store().put(RddDistributionRow{3, executor.id, executor.hash, 0, 0, 0, 0}));
    expect_done(store().put(RddExecutorRow{executor.id, executor.id, 0, {}, {}}));
  }
  std::string order;
  for (const auto& row : value_of(store().data_distributions(3))) order += row.address;
  EXPECT_EQ(order, "dceab");
}

TEST_F(StorageStoreTest, KeepsStreamBlocks) {
  expect_done(
      store().put(StreamBlockRow{"input-0-1", "1", "h:7", "Memory", true, false, true, 5, 6}));
  expect_done(
      store().put(StreamBlockRow{"input-0-1", "2", "g:7", "Disk", false, true, false, 7, 8}));
  expect_done(store().remove_stream_block("input-0-1", "2"));
  const auto rows = value_of(store().stream_blocks());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].host_port, "h:7");
  EXPECT_TRUE(rows[0].use_memory && rows[0].deserialized && !rows[0].use_disk);
  EXPECT_EQ(rows[0].memory_size, 5);
  EXPECT_EQ(rows[0].disk_size, 6);
}

}  // namespace
}  // namespace afterglow::history
