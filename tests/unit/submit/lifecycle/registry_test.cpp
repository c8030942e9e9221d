#include "submit/lifecycle/registry.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {
namespace {

SubmissionRecord named(const std::string& name) {
  SubmissionRecord record;
  record.name = name;
  record.master = "spark://h:7077";
  record.marker = "mark";
  return record;
}

class RegistryTest : public testing::Test {
 protected:
  SubmissionRecord accepted(const std::string& id, const std::string& key = "") {
    auto begun = registry_->begin(named("name of " + id), key);
    EXPECT_TRUE(begun) << begun.error().message;
    begun->record.id = id;
    EXPECT_TRUE(registry_->accept(begun->record));
    return begun->record;
  }

  TemporaryFolder folder_;
  Result<Registry> registry_ = Registry::open(folder_.path("state/afterglow"));
};

TEST_F(RegistryTest, RemembersWhatWasSeen) {
  ASSERT_TRUE(registry_) << registry_.error().message;
  SubmissionRecord record = accepted("driver-20260131-0001");
  record.state = "RUNNING";
  record.worker = "h:1";
  record.worker_id = "worker-1";
  record.message = "m";
  record.outcome = "failed";
  record.ended_ms = 7;
  ASSERT_TRUE(registry_->update(record));
  const auto again = Registry::open(folder_.path("state/afterglow"))->find("driver-20260131-0001");
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->name, "name of driver-20260131-0001");
  EXPECT_EQ((*again)->master, "spark://h:7077");
  EXPECT_EQ((*again)->marker, "mark");
  EXPECT_EQ((*again)->state, "RUNNING");
  EXPECT_EQ((*again)->worker, "h:1");
  EXPECT_EQ((*again)->worker_id, "worker-1");
  EXPECT_EQ((*again)->message, "m");
  EXPECT_EQ((*again)->outcome, "failed");
  EXPECT_EQ((*again)->ended_ms, 7);
  EXPECT_GT((*again)->submitted_ms, 0);
}

TEST_F(RegistryTest, FindsByTheEndOfAnId) {
  ASSERT_TRUE(registry_);
  accepted("driver-20260131-0001");
  accepted("driver-20260131-0002");
  accepted("driver-20260201-0002");
  EXPECT_EQ((*registry_->find("0001"))->id, "driver-20260131-0001");
  EXPECT_EQ((*registry_->find("31-0002"))->id, "driver-20260131-0002");
  EXPECT_FALSE(*registry_->find("0009"));
  const auto several = registry_->find("0002");
  ASSERT_FALSE(several);
  EXPECT_TRUE(several.error().message.contains("driver-20260131-0002")) << several.error().message;
}

TEST_F(RegistryTest, ListsTheYoungestFirst) {
  ASSERT_TRUE(registry_);
  for (const char* const id : {"driver-1", "driver-2", "driver-3"}) accepted(id);
  const auto list = registry_->list(2);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ(list->at(0).id, "driver-3");
  EXPECT_EQ(list->at(1).id, "driver-2");
}

TEST_F(RegistryTest, AnIdempotencyKeyIsTakenOnce) {
  ASSERT_TRUE(registry_);
  accepted("driver-1", "nightly");
  const auto again = registry_->begin(named("other"), "nightly");
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->record.id, "driver-1");
  EXPECT_FALSE(registry_->begin(named("other"), "")->repeated);
  EXPECT_FALSE(registry_->begin(named("other"), "")->repeated) << "no key is no key";

  const auto refused = registry_->begin(named("refused"), "weekly");
  ASSERT_TRUE(refused && registry_->forget(refused->record));
  EXPECT_FALSE(registry_->begin(named("refused"), "weekly")->repeated);
}

TEST_F(RegistryTest, NobodyElseCanReadIt) {
  ASSERT_TRUE(registry_);
  accepted("driver-1");
  struct stat seen {};
  ASSERT_EQ(stat(folder_.path("state/afterglow/submissions.db").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 077, 0U);
  ASSERT_EQ(stat(folder_.path("state/afterglow").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 077, 0U);
}

TEST(RegistryFolder, IsWhereTheEnvironmentSays) {
  struct Case {
    const char* state;
    const char* xdg;
    const char* home;
    const char* folder;
  };
  const Case cases[] = {{"/s", "/x", "/h", "/s"},
                        {"", "/x", "/h", "/x/afterglow"},
                        {"", "", "/h", "/h/.local/state/afterglow"}};
  for (const Case& c : cases) {
    Environment environment;
    environment.set("AFTERGLOW_STATE_DIR", c.state);
    environment.set("XDG_STATE_HOME", c.xdg);
    environment.set("HOME", c.home);
    EXPECT_EQ(Registry::folder(environment)->string(), c.folder);
  }
  EXPECT_FALSE(Registry::folder(Environment()));
}

TEST(RegistryFile, SaysWhyItCannotBeUsed) {
  const TemporaryFolder folder;
  folder.write("submissions.db",
               "this is no database at all, but long enough to be looked at "
               "as one by whoever reads the first hundred bytes of it");
  const auto opened = Registry::open(folder.path());
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().message.contains("AFTERGLOW_STATE_DIR")) << opened.error().message;
  EXPECT_FALSE(Registry::open("/dev/null/afterglow"));
}

}  // namespace
}  // namespace afterglow::submit
