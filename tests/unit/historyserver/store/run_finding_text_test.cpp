#include "historyserver/store/run_finding_text.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Findings = std::vector<RunFinding>;

TEST(RunFindingText, ComesBackRounded) {
  const Findings findings = {{"partition-skew", Severity::critical, 1500.4, 12000.6},
                             {"gc-pressure", Severity::note, 0, 0}};
  const std::string text = to_json_text(findings);
  EXPECT_EQ(text, R"([["partition-skew","critical",1500,12001],["gc-pressure","note",0,0]])");
  Findings back;
  from_json_text(text, back);
  EXPECT_EQ(back, (Findings{{"partition-skew", Severity::critical, 1500, 12001},
                            {"gc-pressure", Severity::note, 0, 0}}));
  EXPECT_EQ(to_json_text(Findings{}), "[]");
}

TEST(RunFindingText, ReadsNothingElse) {
  for (const char* text :
       {"", "[]", "[", "[[]]", R"([["a","critical",1]])", R"([["a","critical",1,2])",
        R"([["a","critical",1,2],])", R"([["a","dire",1,2]])", R"([["A \"","note",1,2]])",
        R"([["a","note",1,2]] )", R"([["a","note",x,2]])", "{}"}) {
    Findings findings = {{"old", Severity::note, 1, 1}};
    from_json_text(text, findings);
    EXPECT_TRUE(findings.empty()) << text;
  }
}

}  // namespace
}  // namespace afterglow::history
