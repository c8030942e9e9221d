#include "submit/lifecycle/watch.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "submit/lifecycle/exit_codes.h"
#include "tests/unit/submit/lifecycle/fake_cluster.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {
namespace {

using enum DriverState;
using Script = std::vector<FakeCluster::Step>;

class WatchTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(registry_);
    auto begun = registry_->begin({}, "");
    ASSERT_TRUE(begun);
    record_ = begun->record;
    record_.id = "driver-1";
    ASSERT_TRUE(registry_->accept(record_));
  }

  int watch_script(Script script, const WatchOptions& options = {}) {
    cluster_ = std::make_unique<FakeCluster>(std::move(script));
    cluster_->logs[LogStream::err] = "why it failed\n";
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const int exit_code = watch(*cluster_, *registry_, record_, reporter_, options);
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return exit_code;
  }

  TemporaryFolder folder_;
  Result<Registry> registry_ = Registry::open(folder_.path());
  SubmissionRecord record_;
  Reporter reporter_{OutputFormat::text, Talk::lines};
  std::unique_ptr<FakeCluster> cluster_;
  std::string out_;
  std::string err_;
};

TEST_F(WatchTest, TheExitCodeIsTheOutcome) {
  struct Case {
    DriverState state;
    const char* word;
    int exit_code;
    const char* outcome;
  };
  const Case cases[] = {
      {finished, "FINISHED", exit_ok, "finished"},
      {failed, "FAILED", exit_failed, "failed"},
      {unstartable, "ERROR", exit_unstartable, "error"},
      {killed, "KILLED", exit_killed, "killed"},
  };
  for (const Case& c : cases) {
    record_.outcome.clear();
    EXPECT_EQ(watch_script({FakeCluster::state(c.state, c.word, "h:1", "because")}), c.exit_code);
    const auto kept = registry_->find("driver-1");
    EXPECT_EQ((*kept)->outcome, c.outcome);
    EXPECT_EQ((*kept)->message, "because");
    EXPECT_GT((*kept)->ended_ms, 0);
    EXPECT_EQ(exit_code_of(c.outcome), c.exit_code);
  }
}

TEST_F(WatchTest, SaysEachChangeOnce) {
  const auto running_at_h = FakeCluster::state(running, "RUNNING", "h:1");
  watch_script({FakeCluster::state(waiting, "SUBMITTED"), running_at_h, running_at_h,
                FakeCluster::trouble(Trouble::unreachable, "h:6066 refuses connections"),
                FakeCluster::state(unknown, "UNKNOWN"), running_at_h,
                FakeCluster::state(finished, "FINISHED", "h:1")});
  EXPECT_EQ(err_,
            "afterglow-submit: driver-1 RUNNING at h:1\n"
            "afterglow-submit: h:6066 refuses connections; the driver may go on meanwhile, asking "
            "again\n"
            "afterglow-submit: the cluster answers again\n"
            "afterglow-submit: driver-1 UNKNOWN at h:1\n"
            "afterglow-submit: driver-1 RUNNING at h:1\n"
            "afterglow-submit: driver-1 FINISHED at h:1\n"
            "afterglow-submit: driver-1 finished\n");
  EXPECT_EQ(out_, "");
}

TEST_F(WatchTest, ShowsWhyADriverFailed) {
  watch_script({FakeCluster::state(failed, "FAILED", "h:1")});
  EXPECT_TRUE(err_.contains("the end of its stderr:\nwhy it failed\n")) << err_;
  EXPECT_TRUE(err_.contains("afterglow-submit logs driver-1")) << err_;
}

TEST_F(WatchTest, FollowsADriverThatGoesOnAsAnother) {
  auto moved = FakeCluster::state(relaunched, "RELAUNCHING");
  moved->successor = "driver-2";
  EXPECT_EQ(watch_script({FakeCluster::state(running, "RUNNING", "h:1"), moved,
                          FakeCluster::state(finished, "FINISHED", "i:1")}),
            exit_ok);
  EXPECT_EQ(cluster_->asked.back(), "driver-2");
  EXPECT_TRUE((*registry_->find("driver-2")).has_value());
  EXPECT_TRUE(err_.contains("driver-1 was lost with its worker, and goes on as driver-2")) << err_;
}

TEST_F(WatchTest, DoesNotWaitLongerThanItIsTold) {
  WatchOptions options;
  options.timeout = std::chrono::milliseconds(50);
  EXPECT_EQ(watch_script({FakeCluster::state(running, "RUNNING", "h:1")}, options), exit_timed_out);
  EXPECT_TRUE(err_.contains("afterglow-submit wait driver-1")) << err_;
  EXPECT_TRUE((*registry_->find("driver-1"))->outcome.empty());
}

TEST_F(WatchTest, ARefusalEndsTheWaiting) {
  EXPECT_EQ(watch_script({FakeCluster::trouble(Trouble::refused, "wants another key")}),
            exit_refused);
}

TEST_F(WatchTest, FollowsTheLogs) {
  WatchOptions options;
  options.logs = Logs::follow;
  watch_script({FakeCluster::state(running, "RUNNING", "h:1"),
                FakeCluster::state(finished, "FINISHED", "h:1")},
               options);
  EXPECT_TRUE(err_.starts_with("why it failed\n")) << err_;
  EXPECT_EQ(err_.find("why it failed"), err_.rfind("why it failed")) << err_;
}

TEST_F(WatchTest, TheStagedFilesGoWithTheEnd) {
  folder_.write("staged/0/app.jar", "");
  record_.staged = folder_.path("staged");
  watch_script({FakeCluster::state(finished, "FINISHED", "h:1")});
  EXPECT_FALSE(std::filesystem::exists(folder_.path("staged")));
}

}  // namespace
}  // namespace afterglow::submit
