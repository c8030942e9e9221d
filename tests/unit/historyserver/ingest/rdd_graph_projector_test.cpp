#include "historyserver/ingest/rdd_graph_projector.h"

#include "tests/unit/historyserver/ingest/event_builders.h"
#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class RddGraphProjectorTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    start_again();
  }
  void start_again() { projector_ = std::make_unique<RddGraphProjector>(*database_); }

  static StageInfo stage(std::int64_t id, std::vector<RddInfo> rdds) {
    StageInfo info = stage_info(id, 1);
    info.rdds = std::move(rdds);
    return info;
  }
  static RddInfo rdd(std::int64_t id, std::string name, std::vector<std::int64_t> parents = {}) {
    RddInfo info;
    info.id = id;
    info.name = std::move(name);
    info.parent_ids = std::move(parents);
    return info;
  }
  // "id name parents..., "
  std::string rdds(std::int64_t stage_id) {
    expect_done(projector_->flush());
    std::string text;
    for (const StageRddRow& row : value_of(database_->storage.stage_rdds(stage_id))) {
      text += std::to_string(row.rdd_id) + " " + row.name;
      for (const std::int64_t parent : row.parent_ids) text += " <- " + std::to_string(parent);
      text += row.is_cached ? " cached, " : ", ";
    }
    return text;
  }

  std::unique_ptr<RddGraphProjector> projector_;
};

TEST_F(RddGraphProjectorTest, KeepsTheRddsOfEveryStageOfAJob) {
  RddInfo pairs = rdd(2, "pairs", {1});
  pairs.storage_level.use_memory = true;
  projector_->on(job_start(0, {stage(0, {pairs, rdd(1, "lines")}), stage(1, {rdd(3, "sums")})}));
  EXPECT_EQ(rdds(0), "1 lines, 2 pairs <- 1 cached, ");
  EXPECT_EQ(rdds(1), "3 sums, ");
}

TEST_F(RddGraphProjectorTest, TheLatestJobThatNeedsAStageTellsOfIt) {
  projector_->on(job_start(0, {stage(0, {rdd(1, "a"), rdd(2, "b", {1})})}));
  projector_->on(job_start(1, {stage(0, {rdd(1, "a"), rdd(2, "b", {1})})}));
  EXPECT_EQ(rdds(0), "1 a, 2 b <- 1, ");
  projector_->on(job_start(2, {stage(0, {rdd(2, "checkpointed")})}));
  EXPECT_EQ(rdds(0), "2 checkpointed, ");
}

TEST_F(RddGraphProjectorTest, ASubmissionTellsOnlyWhereNoJobDid) {
  projector_->on(job_start(0, {stage(0, {rdd(1, "of the job")})}));
  projector_->on(StageSubmitted{stage(0, {rdd(1, "of the stage")}), {}, {}});
  EXPECT_EQ(rdds(0), "1 of the job, ");
  start_again();
  projector_->on(StageSubmitted{stage(0, {rdd(1, "of the stage")}), {}, {}});
  EXPECT_EQ(rdds(0), "1 of the job, ");
  projector_->on(StageSubmitted{stage(9, {rdd(7, "of the stage")}), {}, {}});
  EXPECT_EQ(rdds(9), "7 of the stage, ");
}

TEST_F(RddGraphProjectorTest, ASubmissionTellsWhereTheJobToldOfNone) {
  for (const bool resumed : {false, true}) {
    projector_->on(job_start(resumed, {stage(resumed, {})}));
    if (resumed) start_again();
    projector_->on(StageSubmitted{stage(resumed, {rdd(3, "late")}), {}, {}});
    EXPECT_EQ(rdds(resumed), "3 late, ");
  }
}

}  // namespace
}  // namespace afterglow::history
