#include "historyserver/api/dashboard/application_query.h"

#include "tests/unit/historyserver/fleet/listing_builder.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

// id, name, user, start, end (0: runs)
ListedAttempt run(std::string_view id, std::string_view name, std::string_view user,
                  std::int64_t start, std::int64_t end) {
  ListedAttempt attempt;
  attempt.log_id = attempt.app_id = id;
  attempt.name = name;
  attempt.user = user;
  attempt.start_time = attempt.last_updated = start;
  if (end > 0) attempt.end_time = end;
  attempt.state = end > 0 ? ApplicationState::completed : ApplicationState::running;
  return attempt;
}

class ApplicationQueryTest : public testing::Test {
 protected:
  void SetUp() override {
    listing_->add(run("app-1", "Nightly", "ada", 1000, 1500));
    listing_->add(run("app-2", "Nightly", "ada", 2000, 2700));
    ListedAttempt failed = run("app-3", "Nightly", "bob", 3000, 3100);
    failed.state = ApplicationState::failed;
    failed.complete = false;
    failed.input_bytes = 7;
    listing_->add(failed);
    listing_->add(run("app-4", "\xc3\x84hnlich <b>", "bob", 4000, 0));
    listing_->add(run("app-5", "Nightly", "ada", 5000, 5400));
    listing_->finish();
  }

  ApplicationSelection select(const std::string& query) {
    Request request;
    parse_target("/?" + query, request);
    const auto parsed = parse_application_query(request);
    if (!parsed) {
      ADD_FAILURE() << parsed.error().body;
      return {};
    }
    return select_applications(history_of(listing_), *parsed);
  }

  static Texts ids(const ApplicationSelection& selection) {
    Texts ids;
    for (const ListedAttempt* one : selection.page) ids.emplace_back(one->app_id);
    return ids;
  }

  static JobHistory history_of(std::shared_ptr<const ApplicationListing> listing) {
    auto index = std::make_shared<const JobIndex>(*listing);
    return {std::move(listing), std::move(index)};
  }

  std::shared_ptr<ApplicationListing> listing_ = std::make_shared<ApplicationListing>();
};

TEST_F(ApplicationQueryTest, SearchesNarrowsSortsAndPages) {
  struct Case {
    const char* query;
    Texts ids;
    std::int64_t matching;
  };
  for (const Case& one : std::initializer_list<Case>{
           {"", {"app-5", "app-4", "app-3", "app-2", "app-1"}, 5},
           {"sortBy=startTime&length=2", {"app-1", "app-2"}, 5},
           {"sortBy=startTime&offset=3&length=9", {"app-4", "app-5"}, 5},
           {"offset=5", {}, 5},
           {"length=0", {}, 5},
           {"sortBy=-duration&length=3", {"app-2", "app-1", "app-5"}, 5},
           {"sortBy=state", {"app-4", "app-3", "app-5", "app-2", "app-1"}, 5},
           {"sortBy=-inputBytes&length=1", {"app-3"}, 5},
           {"search=nIGHT", {"app-5", "app-3", "app-2", "app-1"}, 4},
           {"search=%C3%A4hn", {"app-4"}, 1},
           {"search=app-2", {"app-2"}, 1},
           {"search=ada+night+5", {"app-5"}, 1},
           {"search=nothing", {}, 0},
           {"user=bob", {"app-4", "app-3"}, 2},
           {"user=bob&user=ada&status=failed", {"app-3"}, 1},
           {"status=running&status=failed", {"app-4", "app-3"}, 2},
           {"completeness=incomplete", {"app-3"}, 1},
           {"name=Nightly&from=2000&to=3000", {"app-3", "app-2"}, 2},
       }) {
    const auto selection = select(one.query);
    EXPECT_EQ(ids(selection), one.ids) << one.query;
    EXPECT_EQ(selection.matching, one.matching) << one.query;
  }
}

// Of each value as many as one would get by choosing it.
TEST_F(ApplicationQueryTest, AFacetCountsWhatTheOtherConditionsLeave) {
  const auto facet = [](const ApplicationSelection& selection, std::size_t index) {
    Texts values;
    for (const auto& [value, runs] : selection.facets[index]) {
      values.push_back(std::string(value) + " " + std::to_string(runs));
    }
    return values;
  };
  const auto selection = select("user=bob&search=nightly");
  EXPECT_EQ(facet(selection, 1), (Texts{"bob 1", "ada 3"})) << "what is chosen comes first";
  EXPECT_EQ(facet(selection, 0), Texts{"failed 1"});
  EXPECT_EQ(facet(selection, 5), Texts{"incomplete 1"});
  EXPECT_EQ(facet(select("from=4500"), 1), Texts{"ada 1"});
}

TEST_F(ApplicationQueryTest, CountsStartsWhateverTimeIsChosen) {
  for (const char* query : {"", "from=2000&to=3000"}) {
    const StartHistogram starts = select(query).starts;
    EXPECT_EQ(starts.from, 1000);
    EXPECT_EQ(starts.width, 34);
    ASSERT_EQ(starts.runs.size(), 118u);
    EXPECT_EQ(starts.runs[0], 1);
    EXPECT_EQ(starts.runs[117], 1);
    EXPECT_EQ(starts.failed[(3000 - 1000) / 34], 1);
    EXPECT_EQ(starts.failed[0], 0);
  }
  EXPECT_EQ(select("user=bob").starts.from, 3000);
  EXPECT_EQ(select("search=nothing").starts.width, 0);
}

TEST_F(ApplicationQueryTest, TakesTimesThatCannotBe) {
  const auto listing = std::make_shared<ApplicationListing>();
  listing->add(run("least", "", "", INT64_MIN, 0));
  listing->add(run("most", "", "", INT64_MAX, 0));
  listing->finish();
  Request request;
  const auto starts =
      select_applications(history_of(listing), *parse_application_query(request)).starts;
  EXPECT_EQ(starts.runs.front() + starts.runs.back(), 2);
}

TEST_F(ApplicationQueryTest, KnowsHowLongEarlierRunsTook) {
  const auto selection = select("sortBy=startTime");
  EXPECT_EQ(earlier_durations(*listing_, selection.page),
            (std::vector<Numbers>{{}, {500}, {500, 700}, {}, {500, 700, 100}}));
}

// What rules found, and how runs differ from those before them.
TEST(ApplicationQueries, NarrowByJobsFindingsAndRegressions) {
  ListingBuilder runs;
  for (int i = 0; i < 4; ++i) runs.run("good-" + std::to_string(i), "etl *", i, 60);
  LogRow& bad = runs.run("bad", "etl *", 9, 300);
  bad.queue = "prod";
  bad.findings = {{"partition-skew", Severity::critical, 1, 1},
                  {"gc-pressure", Severity::note, 1, 1},
                  {"partition-skew", Severity::note, 1, 1}};
  LogRow& other = runs.run("other", "other", 10, 60);
  other.findings = {{"gc-pressure", Severity::note, 1, 1}};
  runs.run("unread", "", 11, 60).insights_tag.clear();
  const JobHistory history = runs.history();
  for (const auto& [query, wanted] : std::initializer_list<std::pair<const char*, Texts>>{
           {"job=other", {"other"}},
           {"queue=prod", {"bad"}},
           {"severity=critical&severity=unknown", {"unread", "bad"}},
           {"severity=none&length=1", {"good-3"}},
           {"rule=gc-pressure", {"other", "bad"}},
           {"rule=partition-skew&rule=gc-pressure&job=other", {"other"}},
           {"regressed=true", {"bad"}},
           {"regression=coreTime&regression=spillBytes", {"bad"}},
           {"regression=spillBytes", {}},
           {"sortBy=-severity&length=2", {"bad", "other"}},
       }) {
    Request request;
    parse_target(std::string("/?") + query, request);
    Texts ids;
    const auto selection = select_applications(history, *parse_application_query(request));
    for (const ListedAttempt* one : selection.page) ids.emplace_back(one->app_id);
    EXPECT_EQ(ids, wanted) << query;
  }
  Request request;
  const auto facets = select_applications(history, *parse_application_query(request)).facets;
  const auto counts = [&](std::string_view facet) {
    Texts values;
    const auto index = std::ranges::find(ApplicationQuery::kFacets, facet);
    for (const auto& [value, count] :
         facets[static_cast<std::size_t>(index - ApplicationQuery::kFacets.begin())]) {
      values.push_back(std::string(value) + " " + std::to_string(count));
    }
    return values;
  };
  EXPECT_EQ(counts("job"), (Texts{"etl * 5", " 1", "other 1"}));
  EXPECT_EQ(counts("severity"), (Texts{"none 4", "critical 1", "note 1", "unknown 1"}));
  EXPECT_EQ(counts("rule"), (Texts{"gc-pressure 2", "partition-skew 1"})) << "runs, not findings";
  EXPECT_EQ(counts("regression"), (Texts{"coreTime 1", "duration 1"}));
}

TEST_F(ApplicationQueryTest, RefusesWhatItDoesNotKnow) {
  for (const char* query : {"sortBy=nothing", "from=today", "to=1x", "length=x"}) {
    Request request;
    parse_target(std::string("/?") + query, request);
    const auto parsed = parse_application_query(request);
    ASSERT_FALSE(parsed) << query;
    EXPECT_GE(parsed.error().status, 400) << query;
  }
}

}  // namespace
}  // namespace afterglow::history
