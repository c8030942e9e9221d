#include "historyserver/insights/plan_shape.h"

#include "tests/unit/historyserver/insights/plan_chain.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

TEST(PlanShape, KeepsTheWordsThatLast) {
  const struct {
    std::string description;
    std::string kept;
  } cases[] = {
      {"", ""},
      {"Filter (isnotnull(day#3) AND (day#3 = 2024-01-05))", "isnotnull(day day "},
      {"Filter (isnotnull(day#71) AND (day#71 = 2024-01-06))", "isnotnull(day day "},
      {"Filter (country#2 = DE)", "country "},
      {"Filter shop#1L IN (1,2,3)", "shop "},
      {"Project [a#1, DE AS country#4, cast(_c12#2 as int) AS n#5]", "a country cast(_c0 n "},
      {"HashAggregate(keys=[k#1], functions=[sum(x#2L)#9L])", "HashAggregate(k sum(x "},
      {"Exchange hashpartitioning(k#1, 200), ENSURE_REQUIREMENTS, [plan_id=35]",
       "hashpartitioning(k "},
      {"SortMergeJoin [k#1], [k#2], Inner, (a#3 < b#4)", "k k a b "},
      {"FileScan parquet [a#1] Batched: true, DataFilters: [(a#1 > 5)], Format: Parquet, Location: "
       "InMemoryFileIndex(1 paths)[file:/data/day=2024-01-05/v12], PushedFilters: "
       "[GreaterThan(a,5)]",
       "a a InMemoryFileIndex(file:/data/day=0-0-0/v0 GreaterThan("},
      {"Execute s3://out/3f2ab4c1-12ab-4cde-9abc-0123456789ab/run_9f86d081884c",
       "s0://out/0/run_0 "},
      {"Gr\xC3\xB6\xC3\x9F"
       "e#1",
       "Gr\xC3\xB6\xC3\x9F"
       "e "},
      {"x# y#z (", ""},
  };
  for (const auto& one : cases) {
    std::string kept;
    add_lasting_words(kept, one.description);
    EXPECT_EQ(kept, one.kept) << one.description;
  }
}

class PlanShapeTest : public testing::Test {
 protected:
  std::optional<Hash128> shape(const SqlPlanGraph& graph) {
    ++id_;
    expect_done(database_->sql_plans.put(id_, 0, "", graph));
    expect_done(database_->sql_plans.put(id_, 1, "", chain_of({"Other"})));
    return value_of(plan_shape(*database_, id_));
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_ =
      value_of(ApplicationDatabase::create(folder_.path("app")));
  std::int64_t id_ = 0;
};

TEST_F(PlanShapeTest, TellsPlansApartByOperatorsAndHowTheyArePutTogether) {
  const SqlPlanGraph plan = chain_of({"Sort [a#1]", "Filter (a#1 > 5)", "Scan-t_2024"});
  EXPECT_EQ(shape(plan), shape(chain_of({"Sort [a#7]", "Filter (a#7 > 9)", "Scan-t_2025"})));
  EXPECT_NE(shape(plan), shape(chain_of({"Sort [b#1]", "Filter (a#1 > 5)", "Scan-t_2024"})));
  EXPECT_NE(shape(plan), shape(chain_of({"Sort [a#1]", "Scan-t_2024"})));
  EXPECT_NE(shape(plan), shape(chain_of({"Sort [a#1]", "Filter (a#1 > 5)", "Scan-u_2024"})));
  SqlPlanGraph other = plan;
  other.edges.back() = {2, 0};
  EXPECT_NE(shape(plan), shape(other));
}

TEST_F(PlanShapeTest, IsTheSameHoweverOperatorsAreCompiled) {
  SqlPlanGraph compiled = chain_of({"WholeStageCodegen (1)", "Sort [a#1]", "Scan-t"});
  compiled.edges = {{2, 1}};
  EXPECT_EQ(shape(compiled), shape(chain_of({"Sort [a#1]", "Scan-t"})));
  EXPECT_EQ(shape({}), std::nullopt);
}

}  // namespace
}  // namespace afterglow::history
