#include "historyserver/store/small_databases.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class SmallDatabasesTest : public testing::Test {
 protected:
  std::unique_ptr<ApplicationDatabase> create(std::int64_t job) {
    auto database = value_of(small_.create(path_));
    JobRow row;
    row.id = job;
    expect_done(database->begin());
    expect_done(database->jobs.put(row));
    expect_done(database->put_checkpoint("of job " + std::to_string(job)));
    expect_done(database->commit());
    return database;
  }
  std::unique_ptr<ApplicationDatabase> open() {
    return value_of(ApplicationDatabase::open_read_only(path_));
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("app.db");
  SmallDatabases small_;
};

TEST_F(SmallDatabasesTest, AreInTheirFilesOnceKept) {
  const auto first = create(1);
  EXPECT_FALSE(std::filesystem::exists(path_));
  expect_done(first->keep());
  EXPECT_TRUE(value_of(open()->jobs.get(1)));

  const auto reader = open();
  expect_done(reader->begin_read());
  EXPECT_TRUE(value_of(reader->jobs.get(1)));
  expect_done(create(2)->keep());
  EXPECT_TRUE(value_of(reader->jobs.get(1))) << "a reader's file went away under it";
  EXPECT_TRUE(value_of(open()->jobs.get(2)));
}

TEST_F(SmallDatabasesTest, NothingOfTheLastOneIsInTheNext) {
  expect_done(create(1)->keep());
  create(2);  // given up
  const auto third = create(3);
  EXPECT_FALSE(value_of(third->jobs.get(1)));
  EXPECT_FALSE(value_of(third->jobs.get(2)));
  EXPECT_EQ(value_of(third->checkpoint_state()), "of job 3");
  EXPECT_TRUE(value_of(open()->jobs.get(1))) << "what is not kept changes no file";
}

TEST_F(SmallDatabasesTest, OnesInUseAtTheSameTimeAreApart) {
  const auto first = create(1);
  const auto second = create(2);
  EXPECT_FALSE(value_of(first->jobs.get(2)));
  EXPECT_FALSE(value_of(second->jobs.get(1)));
}

TEST_F(SmallDatabasesTest, GoOnAsFilesWhileOthersRead) {
  expect_done(create(1)->keep());
  const auto reader = open();
  expect_done(reader->begin_read());
  EXPECT_TRUE(value_of(reader->jobs.get(1)));
  const auto writer = value_of(ApplicationDatabase::open_for_writing(path_));
  EXPECT_EQ(value_of(writer->checkpoint_state()), "of job 1");
  expect_done(writer->begin());
  JobRow row;
  row.id = 2;
  expect_done(writer->jobs.put(row));
  expect_done(writer->commit());
  EXPECT_TRUE(value_of(open()->jobs.get(2)));
}

TEST_F(SmallDatabasesTest, SayWhenTheyCannotBeWritten) {
  path_ = folder_.path("no-folder/app.db");
  const auto done = create(1)->keep();
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find(path_), std::string::npos) << done.error().message;
}

TEST(KeptStatements, ForgetTheirValues) {
  auto database = value_of(Database::open(":memory:", Database::Mode::read_write));
  database.keep_statements();
  const std::string sql = "SELECT ?, ?";
  {
    auto statement = value_of(database.prepare(sql));
    statement.bind(1, 7);
    ASSERT_TRUE(value_of(statement.step()));
    EXPECT_EQ(statement.integer(0), 7);
  }
  auto first = value_of(database.prepare(sql));
  auto second = value_of(database.prepare(sql));
  EXPECT_NE(first.handle(), second.handle());
  for (auto* const statement : {&first, &second}) {
    statement->bind(2, 8);
    ASSERT_TRUE(value_of(statement->step()));
    EXPECT_TRUE(statement->is_null(0));
    EXPECT_EQ(statement->integer(1), 8);
  }
}

}  // namespace
}  // namespace afterglow::history
