#include "common/base/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace afterglow {
namespace {

TEST(Environment, IsAValue) {
  setenv("AFTERGLOW_TEST_VARIABLE", "a=b", 1);
  Environment environment = Environment::of_this_process();
  EXPECT_EQ(environment.get("AFTERGLOW_TEST_VARIABLE"), "a=b");
  environment.set("AFTERGLOW_TEST_VARIABLE", "c");
  EXPECT_STREQ(std::getenv("AFTERGLOW_TEST_VARIABLE"), "a=b");
  environment.unset("AFTERGLOW_TEST_VARIABLE");
  EXPECT_FALSE(environment.contains("AFTERGLOW_TEST_VARIABLE"));
  EXPECT_EQ(environment.get("AFTERGLOW_TEST_VARIABLE"), "");
}

TEST(Environment, ListsItsEntries) {
  Environment environment;
  environment.set("B", "2");
  environment.set("A", "");
  EXPECT_EQ(environment.entries(), (std::vector<std::string>{"A=", "B=2"}));
}

}  // namespace
}  // namespace afterglow
