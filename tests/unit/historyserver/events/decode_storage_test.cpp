#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

TEST(DecodeStorage, BlockUpdated) {
  const auto update = decode_one<BlockUpdated>(
      R"({"Event":"SparkListenerBlockUpdated","Block Updated Info":{"Block Manager ID":)"
      R"({"Executor ID":"1","Host":"h","Port":7},"Block ID":"rdd_3_1","Storage Level":)"
      R"({"Use Disk":false,"Use Memory":true,"Deserialized":true,"Replication":1},)"
      R"("Memory Size":10,"Disk Size":20}})");
  EXPECT_EQ(update.block_manager.executor_id, "1");
  EXPECT_EQ(update.block_id, "rdd_3_1");
  EXPECT_TRUE(update.storage_level.use_memory);
  EXPECT_TRUE(update.storage_level.deserialized);
  EXPECT_FALSE(update.storage_level.use_disk || update.storage_level.use_off_heap);
  EXPECT_EQ(update.memory_size, 10);
  EXPECT_EQ(update.disk_size, 20);
  EXPECT_NE(refusal(R"({"Event":"SparkListenerBlockUpdated"})"), "");
}

TEST(DecodeStorage, ALevelThatStoresNothingIsInvalid) {
  EXPECT_FALSE(StorageLevel().is_valid());
  EXPECT_TRUE((StorageLevel{.use_disk = true}).is_valid());
  EXPECT_FALSE((StorageLevel{.use_memory = true, .replication = 0}).is_valid());
}

TEST(DecodeStorage, ALevelReadsAsInSpark) {
  const struct {
    StorageLevel level;
    const char* text;
  } cases[] = {
      {{}, "Serialized 1x Replicated"},
      {{.use_memory = true, .deserialized = true}, "Memory Deserialized 1x Replicated"},
      {{.use_disk = true, .replication = 2}, "Disk Serialized 2x Replicated"},
      {{.use_disk = true, .use_memory = true, .use_off_heap = true},
       "Disk Memory (off heap) Serialized 1x Replicated"},
      {{.use_disk = true, .use_off_heap = true}, "Disk Serialized 1x Replicated"},
  };
  for (const auto& c : cases) EXPECT_EQ(c.level.description(), c.text);
}

TEST(DecodeStorage, UnpersistRdd) {
  EXPECT_EQ(decode_one<UnpersistRdd>(R"({"Event":"SparkListenerUnpersistRDD","RDD ID":3})").rdd_id,
            3);
}

}  // namespace
}  // namespace afterglow::history
