#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

std::string completed(const std::string& info) {
  return R"({"Event":"SparkListenerStageCompleted","Stage Info":{)" + info + "}}";
}

TEST(DecodeStage, EveryField) {
  const StageInfo stage =
      decode_one<StageCompleted>(
          completed(
              R"("Stage ID":3,"Stage Attempt ID":1,"Stage Name":"count","Number of Tasks":4,)"
              R"("RDD Info":[{"RDD ID":9,"Name":"x","Storage Level":{"Use Disk":true,"Use Memory":true,)"
              R"("Use Off Heap":false,"Deserialized":false,"Replication":2},"Number of Partitions":4}],)"
              R"("Parent IDs":[2],"Details":"stack","Submission Time":10,"Completion Time":20,)"
              R"("Failure Reason":"why","Accumulables":[],"Resource Profile Id":5,)"
              R"("Shuffle Push Enabled":true,"Shuffle Push Mergers Count":6)"))
          .info;
  EXPECT_EQ(stage.key, (StageKey{3, 1}));
  EXPECT_EQ(stage.name, "count");
  EXPECT_EQ(stage.task_count, 4);
  ASSERT_EQ(stage.rdds.size(), 1u);
  EXPECT_EQ(stage.rdds[0].id, 9);
  EXPECT_TRUE(stage.rdds[0].storage_level.use_disk);
  EXPECT_TRUE(stage.rdds[0].storage_level.use_memory);
  EXPECT_FALSE(stage.rdds[0].storage_level.use_off_heap);
  EXPECT_EQ(stage.rdds[0].storage_level.replication, 2);
  EXPECT_EQ(stage.rdds[0].name, "x");
  EXPECT_EQ(stage.rdds[0].partitions, 4);
  EXPECT_EQ(stage.parent_ids, (std::vector<std::int64_t>{2}));
  EXPECT_EQ(stage.details, "stack");
  EXPECT_EQ(stage.submission_time, 10);
  EXPECT_EQ(stage.completion_time, 20);
  EXPECT_EQ(stage.failure_reason, "why");
  EXPECT_EQ(stage.resource_profile_id, 5);
  EXPECT_TRUE(stage.shuffle_push_enabled);
  EXPECT_EQ(stage.shuffle_push_mergers, 6);
}

TEST(DecodeStage, BySpark1) {
  const StageInfo stage =
      decode_one<StageCompleted>(
          completed(R"("Stage ID":3,"Stage Name":"n","Number of Tasks":1,"RDD Info":[])"))
          .info;
  EXPECT_EQ(stage.key.attempt, 0);
  EXPECT_EQ(stage.details, "");
  EXPECT_EQ(stage.submission_time, std::nullopt);
  EXPECT_EQ(stage.completion_time, std::nullopt);
  EXPECT_EQ(stage.failure_reason, std::nullopt);
  EXPECT_EQ(stage.resource_profile_id, 0);
  EXPECT_FALSE(stage.shuffle_push_enabled);
}

RddInfo rdd_of(const std::string& fields) {
  const StageInfo stage =
      decode_one<StageCompleted>(completed(R"("Stage ID":3,"Stage Name":"n","Number of Tasks":1,)"
                                           R"("RDD Info":[{)" +
                                           fields + "}]"))
          .info;
  EXPECT_EQ(stage.rdds.size(), 1u);
  return stage.rdds.empty() ? RddInfo() : stage.rdds[0];
}

TEST(DecodeStage, EveryFieldOfAnRdd) {
  const RddInfo rdd = rdd_of(
      R"("RDD ID":9,"Name":"pairs","Scope":"{\"id\":\"4\",\"name\":\"map\"}","Callsite":"map at A:1",)"
      R"("Parent IDs":[7,8],"Storage Level":{"Use Disk":true,"Use Memory":true,"Use Off Heap":true,)"
      R"("Deserialized":true,"Replication":2},"Barrier":true,"DeterministicLevel":"UNORDERED",)"
      R"("Number of Partitions":4,"Number of Cached Partitions":3,"Memory Size":20,"Disk Size":10)");
  EXPECT_EQ(rdd.id, 9);
  EXPECT_EQ(rdd.name, "pairs");
  EXPECT_EQ(rdd.scope, R"({"id":"4","name":"map"})");
  EXPECT_EQ(rdd.callsite, "map at A:1");
  EXPECT_EQ(rdd.parent_ids, (std::vector<std::int64_t>{7, 8}));
  EXPECT_EQ(rdd.storage_level.description(), "Disk Memory (off heap) Deserialized 2x Replicated");
  EXPECT_TRUE(rdd.barrier);
  EXPECT_EQ(rdd.determinism, "UNORDERED");
  EXPECT_EQ(rdd.partitions, 4);
  EXPECT_EQ(rdd.cached_partitions, 3);
  EXPECT_EQ(rdd.memory_size, 20);
  EXPECT_EQ(rdd.disk_size, 10);
}

TEST(DecodeStage, AnRddOfSpark1) {
  const RddInfo rdd =
      rdd_of(R"("RDD ID":0,"Name":"0","Storage Level":{"Use Disk":false,"Use Memory":true,)"
             R"("Use Tachyon":false,"Deserialized":true,"Replication":1},"Number of Partitions":8,)"
             R"("Number of Cached Partitions":0,"Memory Size":0,"Tachyon Size":0,"Disk Size":0)");
  EXPECT_EQ(rdd.scope, std::nullopt);
  EXPECT_EQ(rdd.callsite, "");
  EXPECT_TRUE(rdd.parent_ids.empty());
  EXPECT_FALSE(rdd.barrier);
  EXPECT_EQ(rdd.determinism, "DETERMINATE");
  EXPECT_EQ(rdd.storage_level.description(), "Memory Deserialized 1x Replicated");
}

TEST(DecodeStage, RefusesAnRddOfWrongTypes) {
  for (const char* fields :
       {R"("Name":"x")", R"("RDD ID":"9")", R"("RDD ID":9,"Name":7)", R"("RDD ID":9,"Scope":{})",
        R"("RDD ID":9,"Parent IDs":["x"])", R"("RDD ID":9,"Storage Level":7)",
        R"("RDD ID":9,"Barrier":"yes")", R"("RDD ID":9,"Number of Partitions":"4")"}) {
    EXPECT_NE(
        refusal(completed(R"("Stage ID":3,"Stage Name":"n","Number of Tasks":1,"RDD Info":[{)" +
                          std::string(fields) + "}]")),
        "")
        << fields;
  }
}

TEST(DecodeStage, SubmittedWithItsProperties) {
  const std::string head = R"({"Event":"SparkListenerStageSubmitted",)"
                           R"("Stage Info":{"Stage ID":3,"Stage Name":"n","Number of Tasks":1})";
  const auto plain = decode_one<StageSubmitted>(head + "}");
  EXPECT_EQ(plain.info.key, (StageKey{3, 0}));
  EXPECT_EQ(plain.description, std::nullopt);
  EXPECT_EQ(plain.pool, std::nullopt);
  const auto full = decode_one<StageSubmitted>(
      head + R"(,"Properties":{"spark.scheduler.pool":"p","spark.job.description":"d"}})");
  EXPECT_EQ(full.description, "d");
  EXPECT_EQ(full.pool, "p");
}

}  // namespace
}  // namespace afterglow::history
