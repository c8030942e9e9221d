#include "historyserver/store/alert_store.h"

#include "historyserver/store/catalog.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class AlertStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    catalog_ = value_of(Catalog::open(path_, {"/logs"}));
    store_ = value_of(AlertStore::open(path_));
  }
  LogRow ended(const std::string& id, std::int64_t end) {
    LogRow row;
    row.log_id = id;
    row.directory = "/logs";
    row.app_id = id;
    row.end_time = end;
    row.read_once = true;
    row.insights_tag = "tag";
    return row;
  }
  static AlertRow alert(const std::string& app, std::int64_t next_try) {
    AlertRow row;
    row.app_id = app;
    row.kind = "failure";
    row.made_at = next_try;
    row.body = "{}";
    row.next_try = next_try;
    return row;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("catalog.db");
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<AlertStore> store_;
};

TEST_F(AlertStoreTest, RemembersSinceWhenAlertsAreWanted) {
  EXPECT_EQ(value_of(store_->begun_at()), std::nullopt);
  EXPECT_EQ(value_of(store_->begin(10)), 10);
  EXPECT_EQ(value_of(store_->begin(20)), 10);
  EXPECT_EQ(value_of(value_of(AlertStore::open(path_))->begun_at()), 10);
  expect_done(store_->end());
  EXPECT_EQ(value_of(store_->begin(30)), 30);
}

TEST_F(AlertStoreTest, KeepsAnAlertOnceWhateverBecameOfIt) {
  expect_done(catalog_->put(ended("/logs/a", 5)));
  expect_done(store_->add("/logs/a", {alert("a", 7)}));
  AlertRow first = value_of(store_->next()).value();
  first.tries = 1;
  first.sent_at = 8;
  first.next_try.reset();
  first.answer = "HTTP status 200";
  expect_done(store_->put(first));
  expect_done(store_->add("/logs/a", {alert("a", 9)}));
  EXPECT_EQ(value_of(store_->next()), std::nullopt);
  const auto page = value_of(store_->page(0, 10));
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].sent_at, 8);
  EXPECT_EQ(page[0].answer, "HTTP status 200");
  EXPECT_EQ(value_of(store_->counts()).sent, 1);
}

TEST_F(AlertStoreTest, AnswersTheOneThatIsDueFirstAndThePageOfTheLatest) {
  expect_done(store_->add("", {alert("late", 9), alert("soon", 3), alert("later", 12)}));
  EXPECT_EQ(value_of(store_->next()).value().app_id, "soon");
  const auto page = value_of(store_->page(1, 1));
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].app_id, "late");
  AlertRow lost = alert("late", 9);
  lost.next_try.reset();
  expect_done(store_->put(lost));
  const AlertCounts counts = value_of(store_->counts());
  EXPECT_EQ(counts.sent, 0);
  EXPECT_EQ(counts.waiting, 2);
  EXPECT_EQ(counts.failed, 1);
}

TEST_F(AlertStoreTest, TellsWhichLogsWereNotLookedAt) {
  expect_done(catalog_->put(ended("/logs/before", 4)));
  expect_done(catalog_->put(ended("/logs/seen", 6)));
  expect_done(catalog_->put(ended("/logs/new", 6)));
  LogRow unread = ended("/logs/unread", 6);
  unread.insights_tag.clear();
  expect_done(catalog_->put(unread));
  LogRow running = ended("/logs/running", 6);
  running.end_time.reset();
  expect_done(catalog_->put(running));
  expect_done(store_->add("/logs/seen", {}));
  const auto rows = value_of(catalog_->without_alerts(5, 10));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].log_id, "/logs/new");
}

}  // namespace
}  // namespace afterglow::history
