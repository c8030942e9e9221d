#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

FactsBuilder with_lack(const char* kind, std::int64_t count, bool matters = true) {
  FactsBuilder builder;
  builder.facts.completeness.complete = false;
  builder.facts.completeness.tasks_started = 1000;
  builder.facts.log_findings.push_back({0, kind, matters, count, "It lacks something.", {}});
  return builder;
}

TEST(IncompleteLog, LacksWhatMatters) {
  const auto findings = with_lack("files_missing", 1).run(kIncompleteLog);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_EQ(findings[0].text, "It lacks something.");
  EXPECT_EQ(findings[0].links[0].kind, LinkKind::log);
}

TEST(IncompleteLog, LacksManyTasks) {
  EXPECT_EQ(with_lack("tasks_without_end", 200).run(kIncompleteLog).at(0).severity,
            Severity::warning);
  EXPECT_EQ(with_lack("tasks_without_end", 20).run(kIncompleteLog).at(0).severity, Severity::note);
  EXPECT_TRUE(with_lack("tasks_without_end", 2).run(kIncompleteLog).empty());
  FactsBuilder small = with_lack("tasks_without_end", 2);
  small.facts.completeness.tasks_started = 4;
  EXPECT_TRUE(small.run(kIncompleteLog).empty());
}

TEST(IncompleteLog, IsNoneThatIsStillWrittenOrLacksNothing) {
  FactsBuilder running = with_lack("no_application_end", 1);
  running.facts.completeness.in_progress = true;
  running.facts.has_ended = false;
  EXPECT_TRUE(running.run(kIncompleteLog).empty());
  EXPECT_TRUE(with_lack("unknown_events", 5, false).run(kIncompleteLog).empty());
  EXPECT_TRUE(FactsBuilder().run(kIncompleteLog).empty());
}

}  // namespace
}  // namespace afterglow::history
