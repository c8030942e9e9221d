#include "submit/resolve/option_string.h"

#include <gtest/gtest.h>

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

TEST(OptionString, Splits) {
  const struct {
    const char* text;
    Words expected;
  } cases[] = {
      {"", {}},
      {"  ", {}},
      {"-Da=1 -Db=2", {"-Da=1", "-Db=2"}},
      {" \t-Da=1\n", {"-Da=1"}},
      {"\"ab cd\" efgh 'i \" j'", {"ab cd", "efgh", "i \" j"}},
      {"-Dx=\"a b\"c", {"-Dx=a bc"}},
      {"a\\ b", {"a b"}},
      {"\"a\\\"b\"", {"a\"b"}},
      {"'a\\b'", {"a\\b"}},
      {"a \"\" b", {"a", "", "b"}},
      {"''", {""}},
  };
  for (const auto& c : cases) {
    const auto words = split_option_string(c.text);
    ASSERT_TRUE(words) << c.text;
    EXPECT_EQ(*words, c.expected) << c.text;
  }
}

TEST(OptionString, RefusesWhatIsOpen) {
  for (const char* const text : {"\"a", "'a", "a\\", "a 'b\""}) {
    EXPECT_FALSE(split_option_string(text)) << text;
  }
}

}  // namespace
}  // namespace afterglow::submit
