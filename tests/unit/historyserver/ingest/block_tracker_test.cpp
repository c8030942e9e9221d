#include "historyserver/ingest/block_tracker.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

constexpr StorageLevel kMemory{.use_memory = true};
constexpr StorageLevel kDisk{.use_disk = true};
constexpr StorageLevel kNothing{};

class BlockTrackerTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* id : {"1", "2"}) executors_[id].row.total_on_heap = 1000;
    tracker_.on_stage_rdds({{3, kMemory}, {4, kNothing}});
  }
  void update(const std::string& executor, const std::string& block, StorageLevel level,
              std::int64_t memory, std::int64_t disk = 0) {
    tracker_.on_block_updated({{executor, "h", 7}, block, level, memory, disk}, executors_);
  }
  // "blocks memory disk on-heap"
  std::string state(const std::string& executor) {
    const ExecutorRow& row = executors_.at(executor).row;
    return std::to_string(row.rdd_blocks) + " " + std::to_string(row.memory_used) + " " +
           std::to_string(row.disk_used) + " " + std::to_string(row.used_on_heap);
  }

  BlockTracker tracker_;
  LiveExecutors executors_;
};

TEST_F(BlockTrackerTest, CountsBlocksOnce) {
  update("1", "rdd_3_0", kMemory, 10);
  update("1", "rdd_3_1", kMemory, 20);
  update("1", "rdd_3_1", kMemory, 0);
  update("2", "rdd_3_1", kDisk, 0, 5);
  EXPECT_EQ(state("1"), "2 30 0 30");
  EXPECT_EQ(state("2"), "1 0 5 0");
  EXPECT_TRUE(executors_.at("1").dirty);
}

TEST_F(BlockTrackerTest, GivesBackWhatADroppedBlockTook) {
  update("1", "rdd_3_0", kMemory, 10);
  update("1", "rdd_3_0", kNothing, 10);
  EXPECT_EQ(state("1"), "0 0 0 0");
}

TEST_F(BlockTrackerTest, GivesBackAllOfAnUnpersistedRdd) {
  update("1", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_1", kDisk, 0, 5);
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("1"), "0 0 0 0");
  EXPECT_EQ(state("2"), "0 0 0 0");
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("1"), "0 0 0 0");
}

TEST_F(BlockTrackerTest, KnowsOnlyPersistedRddsButAllMemory) {
  update("1", "rdd_4_0", kMemory, 10);
  update("1", "rdd_99_0", kMemory, 10);
  update("1", "broadcast_1_piece0", kMemory, 10);
  EXPECT_EQ(state("1"), "0 30 0 30");
}

TEST_F(BlockTrackerTest, SkipsOtherBlocksAndUnknownExecutors) {
  for (const char* block : {"shuffle_1_2_3", "taskresult_5", "rdd_x_1", "rdd_3", "stream_1_2"}) {
    update("1", block, kMemory, 10);
  }
  update("9", "rdd_3_0", kMemory, 10);
  EXPECT_EQ(state("1"), "0 0 0 0");
}

TEST_F(BlockTrackerTest, CountsOffHeapMemoryApart) {
  update("1", "rdd_3_0", {.use_memory = true, .use_off_heap = true}, 10);
  EXPECT_EQ(executors_.at("1").row.used_off_heap, 10);
  EXPECT_EQ(executors_.at("1").row.used_on_heap, 0);
}

TEST_F(BlockTrackerTest, NeverGoesBelowNothing) {
  update("1", "rdd_3_0", kNothing, 50, 50);
  EXPECT_EQ(executors_.at("1").row.memory_used, 0);
  EXPECT_EQ(executors_.at("1").row.disk_used, 0);
}

TEST_F(BlockTrackerTest, ForgetsTheBlocksOfARemovedExecutor) {
  update("1", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_0", kMemory, 10);
  tracker_.on_executor_removed("1");
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("1"), "1 10 0 10");
  EXPECT_EQ(state("2"), "0 0 0 0");
}

}  // namespace
}  // namespace afterglow::history
