#include "historyserver/api/api_context.h"

#include <filesystem>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class JsonResponseTest : public testing::Test {
 protected:
  JsonResponseTest() {
    job_.name.assign(1000, 'x');
    expect_done(writer_->jobs.put(job_));
    attempt_.database = value_of(ApplicationDatabase::open_read_only(folder_.path("app.db")));
    expect_done(attempt_.database->begin_read());
  }

  // So many times the first job, read anew each time.
  Response jobs(int count) {
    return json_response(attempt_, [this, count](JsonWriter& json) -> Result<void> {
      json.begin_array();
      for (int i = 0; i < count && !json.stopped(); ++i) {
        const auto job = attempt_.database->jobs.get(0);
        if (!job) return std::unexpected(job.error());
        json.begin_object().field("name", (*job)->name).end_object();
      }
      json.end_array();
      return {};
    });
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> writer_ =
      value_of(ApplicationDatabase::create(folder_.path("app.db")));
  JobRow job_;
  OpenAttempt attempt_;
};

TEST_F(JsonResponseTest, MakesAShortAnswerAtOnce) {
  const Response response = jobs(3);
  EXPECT_FALSE(response.stream);
  EXPECT_GT(response.body.size(), 3000u);
}

// A reader's transaction would keep the write-ahead log from being emptied.
TEST_F(JsonResponseTest, HoldsNoLockWhileTheClientTakesALongAnswer) {
  const Response response = jobs(5000);
  ASSERT_TRUE(response.stream);
  std::size_t size = 0;
  int pieces = 0;
  EXPECT_TRUE(response.stream([&](std::string_view piece) {
    size += piece.size();
    ++job_.id;
    expect_done(writer_->jobs.put(job_));
    expect_done(writer_->checkpoint());
    EXPECT_EQ(std::filesystem::file_size(folder_.path("app.db-wal")), 0u) << "piece " << pieces;
    ++pieces;
    return true;
  }));
  EXPECT_GT(size, 5'000'000u);
  EXPECT_GT(pieces, 20);
}

TEST_F(JsonResponseTest, StopsWhenTheClientIsGone) {
  const Response response = jobs(5000);
  int pieces = 0;
  EXPECT_FALSE(response.stream([&](std::string_view) { return ++pieces < 3; }));
  EXPECT_EQ(pieces, 3);
}

}  // namespace
}  // namespace afterglow::history
