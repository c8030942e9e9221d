#include "historyserver/query/find_database.h"

#include "historyserver/store/catalog.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class FindDatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    catalog_ = value_of(Catalog::open(folder_.path("catalog.db"), {"/logs", "/more"}));
    put("one.log", "app-1", {}, true);
    put("two_1.log", "app-2", "1", true);
    put("two_2.log", "app-2", "2", false);
    put("spark.log", "spark-abc", {}, true);
  }
  void put(const std::string& log, const std::string& app, std::optional<std::string> attempt,
           bool read_once) {
    LogRow row;
    row.log_id = log;
    row.directory = log == "one.log" ? "/more" : "/logs";
    row.database = log + ".db";
    row.app_id = app;
    row.attempt_id = attempt;
    row.start_time = attempt == "2" ? 20 : 10;
    row.read_once = read_once;
    row.size = 100;
    row.bytes_read = 40;
    expect_done(catalog_->put(row));
  }
  FoundDatabase found(const std::string& application) {
    return value_of(find_database(folder_.path(), application));
  }
  std::string error(const std::string& application) {
    const auto result = find_database(folder_.path(), application);
    EXPECT_FALSE(result) << application;
    return result ? "" : result.error().message;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Catalog> catalog_;  // open, as while a server runs
};

TEST_F(FindDatabaseTest, FindsAttempts) {
  EXPECT_EQ(found("app-1").path, folder_.path("one.log.db"));
  EXPECT_EQ(found("app-1").note, "");
  EXPECT_EQ(found("app-2/1").path, folder_.path("two_1.log.db"));
  EXPECT_EQ(found("app-2").path, folder_.path("two_2.log.db"));
  EXPECT_EQ(found("app-2").note,
            "this is attempt 2, the newest of 2; only 40% of the log have been read so far");
  EXPECT_EQ(found("app-2/2").note, "only 40% of the log have been read so far");
}

TEST_F(FindDatabaseTest, NamesWhatThereIs) {
  EXPECT_EQ(error("app-3"), "there is no application app-3 in the store " + folder_.path() +
                                "; there is app-1, app-2, spark-abc");
  EXPECT_NE(error("abc").find("there is spark-abc, "), std::string::npos) << error("abc");
  EXPECT_NE(error("app-2/7").find("has no attempt '7'; there is 2, 1"), std::string::npos)
      << error("app-2/7");
  EXPECT_NE(error("app-1/7").find("only one, without a name"), std::string::npos);
}

TEST_F(FindDatabaseTest, WorksWithoutAServer) {
  catalog_.reset();
  EXPECT_EQ(found("app-1").path, folder_.path("one.log.db"));
}

TEST(FindDatabase, NeedsACatalog) {
  TemporaryFolder folder;
  const auto result = find_database(folder.path(), "app");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::not_found);
  EXPECT_NE(result.error().message.find("--store"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
