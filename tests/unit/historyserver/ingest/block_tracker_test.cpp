#include "historyserver/ingest/block_tracker.h"

#include "historyserver/ingest/archive.h"
#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

constexpr StorageLevel kMemory{.use_memory = true, .deserialized = true};
constexpr StorageLevel kDisk{.use_disk = true};
constexpr StorageLevel kOffHeap{.use_disk = true, .use_memory = true, .use_off_heap = true};
constexpr StorageLevel kNothing{};

class BlockTrackerTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    for (const char* id : {"1", "2"}) {
      ExecutorRow& row = executors_[id].row;
      row.id = id;
      row.host_port = std::string("h") + id + ":7";
      row.max_memory = 1100;
      row.total_on_heap = 1000;
      row.total_off_heap = 100;
    }
    tracker_.on_stage_rdds({rdd(3, "three", kMemory), rdd(4, "four", kNothing)});
  }
  static RddInfo rdd(std::int64_t id, std::string name, StorageLevel level) {
    RddInfo info;
    info.id = id;
    info.name = std::move(name);
    info.storage_level = level;
    info.partitions = 8;
    return info;
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
  StorageStore& store() {
    expect_done(tracker_.flush(database_->storage));
    return database_->storage;
  }
  // "name cached/all memory disk"
  std::string stored(std::int64_t id) {
    const auto row = value_of(store().rdd(id));
    if (!row) return "nothing";
    return row->name + " " + std::to_string(row->cached_partitions) + "/" +
           std::to_string(row->partition_count) + " " + std::to_string(row->memory_used) + " " +
           std::to_string(row->disk_used);
  }
  // "block level memory disk on executors, ..."
  std::string partitions(std::int64_t id) {
    std::string text;
    for (const RddPartitionRow& row : value_of(store().partitions(id))) {
      text += row.block_name + " " + row.storage_level + " " + std::to_string(row.memory_used) +
              " " + std::to_string(row.disk_used) + " on";
      for (const std::string& executor : row.executors) text += " " + executor;
      text += ", ";
    }
    return text;
  }
  // "address memory disk on-heap off-heap (left memory on-heap off-heap), ..."
  std::string distributions(std::int64_t id) {
    std::string text;
    for (const RddDataDistributionRow& row : value_of(store().data_distributions(id))) {
      text += row.address + " " + std::to_string(row.memory_used) + " " +
              std::to_string(row.disk_used) + " " + std::to_string(row.on_heap_used.value_or(-1)) +
              " " + std::to_string(row.off_heap_used.value_or(-1)) + " (" +
              std::to_string(row.memory_remaining) + " " +
              std::to_string(row.on_heap_remaining.value_or(-1)) + " " +
              std::to_string(row.off_heap_remaining.value_or(-1)) + "), ";
    }
    return text;
  }
  // As a crash and a restart between two commits.
  void start_again() {
    store();
    ArchiveWriter writer;
    writer(tracker_);
    const std::string bytes = writer.take();
    tracker_ = BlockTracker();
    ArchiveReader reader(bytes);
    reader(tracker_);
    EXPECT_TRUE(reader.ok() && reader.at_end());
    expect_done(tracker_.restore(database_->storage));
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
  EXPECT_EQ(stored(3), "three 2/8 30 5");
  EXPECT_EQ(partitions(3),
            "rdd_3_0 Memory Deserialized 1x Replicated 10 0 on 1, "
            "rdd_3_1 Disk Memory Deserialized 2x Replicated 20 5 on 1 2, ");
  EXPECT_EQ(distributions(3), "h1:7 30 0 30 0 (1070 970 100), h2:7 0 5 0 0 (1100 1000 100), ");
}

TEST_F(BlockTrackerTest, AnRddIsStoredFromItsFirstStageOn) {
  EXPECT_EQ(stored(3), "three 0/8 0 0");
  EXPECT_EQ(value_of(store().rdd(3))->storage_level, "Memory Deserialized 1x Replicated");
  EXPECT_EQ(stored(4), "nothing");
  // Its name and level stay those of the first stage.
  tracker_.on_stage_rdds({rdd(3, "renamed", kDisk), rdd(4, "four", kDisk)});
  EXPECT_EQ(stored(3), "three 0/8 0 0");
  EXPECT_EQ(stored(4), "four 0/8 0 0");
}

TEST_F(BlockTrackerTest, GivesBackWhatADroppedBlockTook) {
  update("1", "rdd_3_0", kMemory, 10);
  update("1", "rdd_3_0", kNothing, 10);
  EXPECT_EQ(state("1"), "0 0 0 0");
  EXPECT_EQ(stored(3), "three 0/8 0 0");
  EXPECT_EQ(partitions(3), "");
  EXPECT_EQ(distributions(3), "");
}

TEST_F(BlockTrackerTest, ListsPartitionsInTheOrderInWhichTheyCame) {
  update("1", "rdd_3_1", kMemory, 1);
  update("1", "rdd_3_0", kMemory, 2);
  start_again();
  update("1", "rdd_3_2", kMemory, 3);
  update("1", "rdd_3_1", kNothing, 1);
  update("1", "rdd_3_1", kMemory, 4);
  EXPECT_EQ(partitions(3),
            "rdd_3_0 Memory Deserialized 1x Replicated 2 0 on 1, "
            "rdd_3_2 Memory Deserialized 1x Replicated 3 0 on 1, "
            "rdd_3_1 Memory Deserialized 1x Replicated 4 0 on 1, ");
}

TEST_F(BlockTrackerTest, GivesBackAllOfAnUnpersistedRdd) {
  update("1", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_1", kDisk, 0, 5);
  EXPECT_EQ(stored(3), "three 2/8 20 5");
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("1"), "0 0 0 0");
  EXPECT_EQ(state("2"), "0 0 0 0");
  EXPECT_EQ(stored(3), "nothing");
  EXPECT_EQ(partitions(3), "");
  EXPECT_EQ(distributions(3), "");
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("1"), "0 0 0 0");
  tracker_.on_stage_rdds({rdd(3, "again", kDisk)});
  update("1", "rdd_3_7", kDisk, 0, 1);
  EXPECT_EQ(stored(3), "again 1/8 0 1");
  EXPECT_EQ(partitions(3), "rdd_3_7 Disk Serialized 1x Replicated 0 1 on 1, ");
}

TEST_F(BlockTrackerTest, KnowsOnlyPersistedRddsButAllMemory) {
  update("1", "rdd_4_0", kMemory, 10);
  update("1", "rdd_99_0", kMemory, 10);
  update("1", "broadcast_1_piece0", kMemory, 10);
  EXPECT_EQ(state("1"), "0 30 0 30");
}

// Spark works out what is left on an executor when an RDD's blocks change there, for all RDDs.
TEST_F(BlockTrackerTest, RemembersWhatWasLeftAtTheLastChange) {
  tracker_.on_stage_rdds({rdd(5, "five", kMemory)});
  update("1", "rdd_3_0", kMemory, 10);
  update("1", "broadcast_1_piece0", kMemory, 50);
  EXPECT_EQ(distributions(3), "h1:7 10 0 10 0 (1090 990 100), ");
  update("1", "rdd_5_0", kMemory, 20);
  EXPECT_EQ(distributions(3), "h1:7 10 0 10 0 (1020 920 100), ");
  EXPECT_EQ(distributions(5), "h1:7 20 0 20 0 (1020 920 100), ");
}

TEST_F(BlockTrackerTest, SkipsOtherBlocksAndUnknownExecutors) {
  for (const char* block : {"shuffle_1_2_3", "taskresult_5", "rdd_x_1", "rdd_3", "stream_1_2"}) {
    update("1", block, kMemory, 10);
  }
  update("9", "rdd_3_0", kMemory, 10);
  EXPECT_EQ(state("1"), "0 0 0 0");
  EXPECT_EQ(partitions(3), "rdd_3_0 Memory Deserialized 1x Replicated 10 0 on 9, ");
  EXPECT_EQ(distributions(3), "");
}

TEST_F(BlockTrackerTest, CountsOffHeapMemoryApart) {
  tracker_.on_stage_rdds({rdd(5, "five", kOffHeap)});
  update("1", "rdd_5_0", kOffHeap, 10);
  EXPECT_EQ(executors_.at("1").row.used_off_heap, 10);
  EXPECT_EQ(executors_.at("1").row.used_on_heap, 0);
  EXPECT_EQ(partitions(5), "rdd_5_0 Memory (off heap) Serialized 1x Replicated 10 0 on 1, ");
  EXPECT_EQ(distributions(5), "h1:7 10 0 0 10 (1090 1000 90), ");
  tracker_.on_unpersist(5, executors_);
  EXPECT_EQ(executors_.at("1").row.used_off_heap, 0);
}

TEST_F(BlockTrackerTest, LeavesOutHeapsThatAnOldLogDoesNotTell) {
  executors_.at("1").row.total_on_heap.reset();
  update("1", "rdd_3_0", kMemory, 10);
  EXPECT_EQ(distributions(3), "h1:7 10 0 -1 -1 (1090 -1 -1), ");
}

TEST_F(BlockTrackerTest, NeverGoesBelowNothing) {
  update("1", "rdd_3_0", kNothing, 50, 50);
  EXPECT_EQ(executors_.at("1").row.memory_used, 0);
  EXPECT_EQ(executors_.at("1").row.disk_used, 0);
  EXPECT_EQ(stored(3), "three 0/8 0 0");
}

TEST_F(BlockTrackerTest, ForgetsTheBlocksOfARemovedExecutor) {
  update("1", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_0", kMemory, 11);
  update("1", "rdd_3_1", kMemory, 5);
  EXPECT_EQ(stored(3), "three 2/8 26 0");
  tracker_.on_executor_removed("1");
  EXPECT_EQ(stored(3), "three 1/8 11 0");
  EXPECT_EQ(partitions(3), "rdd_3_0 Memory Deserialized 1x Replicated 11 0 on 2, ");
  EXPECT_EQ(distributions(3), "h2:7 11 0 11 0 (1089 989 100), ");
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("1"), "2 15 0 15");
  EXPECT_EQ(state("2"), "0 0 0 0");
}

TEST_F(BlockTrackerTest, GoesOnFromItsRows) {
  update("1", "rdd_3_0", kMemory, 10);
  update("2", "rdd_3_0", kMemory, 10);
  start_again();
  update("1", "rdd_3_0", kNothing, 10);
  EXPECT_EQ(stored(3), "three 1/8 10 0");
  EXPECT_EQ(partitions(3), "rdd_3_0 Memory Deserialized 1x Replicated 10 0 on 2, ");
  EXPECT_EQ(distributions(3), "h2:7 10 0 10 0 (1090 990 100), ");
  start_again();
  tracker_.on_unpersist(3, executors_);
  EXPECT_EQ(state("2"), "0 0 0 0");
}

TEST_F(BlockTrackerTest, ListsExecutorsInTheOrderOfSparksHashMap) {
  for (int id = 1; id <= 14; ++id) {
    const std::string name = id == 14 ? "driver" : std::to_string(id);
    ExecutorRow& row = executors_[name].row;
    row.id = name;
    row.host_port = name;
    update(name, "rdd_3_0", kMemory, 1);
  }
  std::string order;
  for (const auto& row : value_of(store().data_distributions(3))) order += row.address + " ";
  // As Scala 2.13 prints the keys of such a map.
  EXPECT_EQ(order, "11 12 13 1 2 3 driver 4 5 6 7 8 9 10 ");
}

TEST_F(BlockTrackerTest, KeepsTheBlocksOfReceivers) {
  update("1", "input-0-17", kMemory, 10);
  update("2", "input-0-17", kMemory, 10);
  ASSERT_EQ(value_of(store().stream_blocks()).size(), 2u);
  update("2", "input-0-17", kNothing, 10);
  const auto rows = value_of(store().stream_blocks());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].block_name, "input-0-17");
  EXPECT_EQ(rows[0].executor_id, "1");
  EXPECT_EQ(rows[0].host_port, "h:7");
  EXPECT_EQ(rows[0].storage_level, "Memory Deserialized 1x Replicated");
  EXPECT_EQ(rows[0].memory_size, 10);
  EXPECT_EQ(state("1"), "0 0 0 0");
}

}  // namespace
}  // namespace afterglow::history
