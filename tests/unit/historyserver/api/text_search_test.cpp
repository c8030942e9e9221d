#include "historyserver/api/text_search.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(TextSearch, FindsInAnyCase) {
  const struct {
    const char* wanted;
    const char* text;
    bool is_found;
  } cases[] = {
      {"", "", true},
      {"", "x", true},
      {"x", "", false},
      {"aBc", "xABCx", true},
      {"abc", "ab", false},
      {"@[`{", "@[`{", true},
      {"`", "@", false},
      {"\xc3\x84pfel", "\xc3\xa4PFEL", true},
      {"\xd0\x96", "\xd0\xb6", true},                  // Cyrillic
      {"\xf0\x90\x90\x80", "\xf0\x90\x90\xa8", true},  // Deseret, four bytes
      {"\xc3\x84", "A", false},
      {"\xff", "x\xffy", true},
      {"\xc3", "x\xc3", true},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(TextSearch(c.wanted).is_in(c.text), c.is_found) << c.wanted << " in " << c.text;
  }
}

TEST(TextSearch, KnowsItsCharacters) {
  EXPECT_TRUE(TextSearch("10 MiB").consists_of("01 bim"));
  EXPECT_FALSE(TextSearch("10 MiB").consists_of("01 BIM"));
}

TEST(LowerCase, KeepsWhatIsNotUtf8) {
  EXPECT_EQ(lower_case("A\xc3"), "a\xc3");
  EXPECT_EQ(lower_case("\xe2\x82\xac\xc3\x89X\xf0"), "\xe2\x82\xac\xc3\xa9x\xf0");
}

}  // namespace
}  // namespace afterglow::history
