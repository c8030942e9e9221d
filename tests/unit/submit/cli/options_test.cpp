#include "submit/cli/options.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "submit/cli/usage.h"

namespace afterglow::submit {
namespace {

TEST(Options, TableIsSorted) {
  EXPECT_TRUE(std::ranges::is_sorted(all_options(), {}, &Option::name));
}

TEST(Options, AreFoundByNameAndAlias) {
  EXPECT_EQ(find_option("-c"), find_option("--conf"));
  EXPECT_EQ(find_option("-v"), find_option("--verbose"));
  EXPECT_EQ(find_option("-h"), find_option("--help"));
  EXPECT_EQ(find_option("--mas"), nullptr);
  EXPECT_EQ(find_option(""), nullptr);
}

TEST(Options, NearestOne) {
  const struct {
    const char* typed;
    const char* meant;
  } cases[] = {
      {"--driver-memry", "--driver-memory"}, {"--Master", "--master"}, {"-master", "--master"},
      {"--py_files", "--py-files"},          {"--jar", "--jars"},      {"--verb", "--verbose"},
      {"--properties", "--properties-file"}, {"--config", "--conf"},
  };
  for (const auto& c : cases) {
    const Option* const nearest = nearest_option(c.typed);
    ASSERT_NE(nearest, nullptr) << c.typed;
    EXPECT_EQ(nearest->name, c.meant) << c.typed;
  }
  EXPECT_EQ(nearest_option("--zzzzzzzz"), nullptr);
  EXPECT_EQ(nearest_option("--"), nullptr);
}

TEST(Usage, NamesEveryOptionInLinesThatFit) {
  const std::string text = usage(Dialect::afterglow);
  for (const Option& option : all_options()) {
    const bool listed = text.find("  " + std::string(option.name)) != std::string::npos;
    EXPECT_EQ(listed, option.support != Support::hidden) << option.name;
  }
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    EXPECT_LE(end - begin, 100U) << text.substr(begin, end - begin);
    begin = end + 1;
  }
}

TEST(Usage, OfSparkNamesItsOptionsOnly) {
  const std::string text = usage(Dialect::spark);
  EXPECT_TRUE(text.starts_with("Usage: spark-submit "));
  EXPECT_EQ(text.find("--dry-run"), std::string::npos);
  EXPECT_EQ(text.find("Without submitting"), std::string::npos);
  EXPECT_EQ(find_option("--dry-run", Dialect::spark), nullptr);
  EXPECT_EQ(nearest_option("--dry-run", Dialect::spark), nullptr);
}

}  // namespace
}  // namespace afterglow::submit
