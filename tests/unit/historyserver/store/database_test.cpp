#include "historyserver/store/database.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

TEST(Database, SaysWhichFileAndWhy) {
  const TemporaryFolder folder;
  const auto missing = Database::open(folder.path("none.db"), Database::Mode::read_only);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_EQ(missing.error().message,
            "cannot open database " + folder.path("none.db") + ": unable to open database file");
  const std::string garbage = folder.write("garbage.db", std::string(5000, 'x'));
  auto opened = value_of(Database::open(garbage, Database::Mode::read_only));
  const auto version = opened.schema_version();
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().kind, ErrorKind::corrupt);
  EXPECT_TRUE(version.error().message.starts_with("database " + garbage))
      << version.error().message;
}

TEST(Database, BindsAndReadsEveryType) {
  const TemporaryFolder folder;
  auto database = value_of(Database::open(folder.path("a.db"), Database::Mode::read_write));
  EXPECT_EQ(value_of(database.schema_version()), 0);
  auto statement = value_of(database.prepare("SELECT ?, ?, ?"));
  statement.bind(1, std::int64_t{-5});
  statement.bind(2, std::string_view("a\0b", 3));
  statement.bind_null(3);
  ASSERT_TRUE(value_of(statement.step()));
  EXPECT_EQ(statement.integer(0), -5);
  EXPECT_EQ(statement.text(1), std::string_view("a\0b", 3));
  EXPECT_TRUE(statement.is_null(2));
  EXPECT_FALSE(value_of(statement.step()));
}

TEST(Database, SaysWhatIsWrongWithAStatement) {
  const TemporaryFolder folder;
  auto database = value_of(Database::open(folder.path("a.db"), Database::Mode::read_write));
  EXPECT_FALSE(database.prepare("SELEC 1"));
  expect_done(database.execute("CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES (1)"));
  auto insert = value_of(database.prepare("INSERT INTO t VALUES (?)"));
  insert.bind(1, std::int64_t{1});
  EXPECT_FALSE(insert.run());
  insert.bind(1, std::int64_t{2});
  expect_done(insert.run());
}

}  // namespace
}  // namespace afterglow::history
