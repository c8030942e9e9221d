#include "historyserver/store/database_pool.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class DatabasePoolTest : public testing::Test {
 protected:
  void put_job(std::int64_t id) {
    JobRow job;
    job.id = id;
    expect_done(writer_->jobs.put(job));
  }
  std::shared_ptr<ApplicationDatabase> open() { return value_of(pool_.open(path_)); }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path("app.db");
  std::unique_ptr<ApplicationDatabase> writer_ = value_of(ApplicationDatabase::create(path_));
  DatabasePool pool_{3};
};

TEST_F(DatabasePoolTest, AConnectionWaitsForTheNext) {
  auto first = open();
  EXPECT_EQ(pool_.waiting(), 0u);
  const auto copy = first;
  first.reset();
  EXPECT_EQ(pool_.waiting(), 0u) << "somebody still has it";
  auto second = open();
  second.reset();
  EXPECT_EQ(pool_.waiting(), 1u);
  const auto third = open();
  EXPECT_EQ(pool_.waiting(), 0u) << "it was taken";
}

TEST_F(DatabasePoolTest, NoMoreThanTheLimitWait) {
  {
    std::vector<std::shared_ptr<ApplicationDatabase>> many;
    for (int i = 0; i < 5; ++i) many.push_back(open());
  }
  EXPECT_EQ(pool_.waiting(), 3u);
}

TEST_F(DatabasePoolTest, WhatWaitsHoldsNoMoment) {
  auto reader = open();
  expect_done(reader->begin_read());
  EXPECT_FALSE(value_of(reader->jobs.get(1)));
  reader.reset();
  ASSERT_EQ(pool_.waiting(), 1u);
  put_job(1);  // into the write-ahead log
  reader = open();
  ASSERT_EQ(pool_.waiting(), 0u);
  expect_done(reader->begin_read());
  EXPECT_TRUE(value_of(reader->jobs.get(1)));
  reader.reset();
  expect_done(writer_->checkpoint());
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0u) << "as it is only when nobody reads";
}

TEST_F(DatabasePoolTest, AFileInTheOldOnesPlaceIsOpened) {
  put_job(1);
  EXPECT_TRUE(value_of(open()->jobs.get(1)));
  ASSERT_EQ(pool_.waiting(), 1u);
  writer_ = value_of(ApplicationDatabase::create(path_));
  put_job(2);
  EXPECT_FALSE(value_of(open()->jobs.get(1)));
  EXPECT_TRUE(value_of(open()->jobs.get(2)));
}

TEST_F(DatabasePoolTest, AFileThatIsGoneIsNotFoundAndLetGo) {
  { const auto two = std::pair(open(), open()); }
  const std::string other = folder_.path("other.db");
  value_of(ApplicationDatabase::create(other));
  std::filesystem::remove(path_);
  const auto none = pool_.open(path_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  for (int i = 0; i < 16; ++i) value_of(pool_.open(other));
  EXPECT_EQ(pool_.waiting(), 1u);
}

TEST_F(DatabasePoolTest, WhatHidesRowsIsNotKept) {
  for (std::int64_t id = 0; id < 3; ++id) put_job(id);
  for (const std::int64_t limit : {3, 2}) {
    auto database = open();
    expect_done(database->begin_read());
    expect_done(database->hide_what_spark_drops({.jobs = limit}));
    database.reset();
    EXPECT_EQ(pool_.waiting(), limit == 3 ? 1u : 0u);
  }
}

TEST_F(DatabasePoolTest, AConnectionOutlivesThePool) {
  std::optional<DatabasePool> pool(3);
  const auto database = value_of(pool->open(path_));
  pool.reset();
  EXPECT_FALSE(value_of(database->jobs.get(1)));
}

}  // namespace
}  // namespace afterglow::history
