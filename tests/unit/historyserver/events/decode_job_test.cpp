#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

std::string job_start(const std::string& rest) {
  return R"({"Event":"SparkListenerJobStart","Job ID":4,)" + rest + "}";
}

TEST(DecodeJob, Start) {
  const auto job = decode_one<JobStart>(job_start(
      R"("Submission Time":17,"Stage Infos":[{"Stage ID":7,"Stage Name":"n","Number of Tasks":2}],)"
      R"("Stage IDs":[8,7],"Properties":{"spark.job.description":"<b>","spark.jobGroup.id":"g",)"
      R"("spark.job.tags":"b,a,,b","spark.sql.execution.id":"12"})"));
  EXPECT_EQ(job.id, 4);
  EXPECT_EQ(job.time, 17);
  EXPECT_EQ(job.stage_ids, (Integers{8, 7}));
  ASSERT_EQ(job.stages.size(), 1u);
  EXPECT_EQ(job.stages[0].key, (StageKey{7, 0}));
  EXPECT_EQ(job.description, "<b>");
  EXPECT_EQ(job.group, "g");
  EXPECT_EQ(job.tags, (Texts{"a", "b"}));
  EXPECT_EQ(job.sql_execution_id, 12);
}

TEST(DecodeJob, StartWithoutProperties) {
  for (const char* rest : {R"("Stage Infos":[],"Stage IDs":[])",
                           R"("Stage Infos":[],"Stage IDs":[],"Properties":null)",
                           R"("Stage Infos":[],"Stage IDs":[],"Properties":{})"}) {
    const auto job = decode_one<JobStart>(job_start(rest));
    EXPECT_EQ(job.time, -1);
    EXPECT_EQ(job.description, std::nullopt);
    EXPECT_EQ(job.group, std::nullopt);
    EXPECT_EQ(job.tags, Texts{});
    EXPECT_EQ(job.sql_execution_id, std::nullopt);
  }
}

TEST(DecodeJob, StartBeforeSpark12NamesOnlyIds) {
  const auto job = decode_one<JobStart>(job_start(R"("Stage IDs":[1,2])"));
  ASSERT_EQ(job.stages.size(), 2u);
  EXPECT_EQ(job.stages[1].key.stage_id, 2);
  EXPECT_EQ(job.stages[1].name, "unknown");
  EXPECT_EQ(job.stages[1].details, "unknown");
}

TEST(DecodeJob, StartWithAnExecutionIdThatIsNone) {
  for (const char* id : {"", "x", "1x", " 1", "99999999999999999999"}) {
    const auto job = decode_one<JobStart>(job_start(
        R"("Stage IDs":[],"Properties":{"spark.sql.execution.id":")" + std::string(id) + R"("})"));
    EXPECT_EQ(job.sql_execution_id, std::nullopt) << id;
  }
}

TEST(DecodeJob, End) {
  const std::string head = R"({"Event":"SparkListenerJobEnd","Job ID":4,)";
  const auto succeeded =
      decode_one<JobEnd>(head + R"("Completion Time":20,"Job Result":{"Result":"JobSucceeded"}})");
  EXPECT_EQ(succeeded.id, 4);
  EXPECT_EQ(succeeded.time, 20);
  EXPECT_TRUE(succeeded.succeeded);
  const auto failed = decode_one<JobEnd>(
      head + R"("Job Result":{"Result":"JobFailed","Exception":{"Message":"m"}}})");
  EXPECT_EQ(failed.time, -1);
  EXPECT_FALSE(failed.succeeded);
  EXPECT_NE(refusal(head + R"("Completion Time":20})"), "");
}

}  // namespace
}  // namespace afterglow::history
