#include "historyserver/model/error_signature.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(ErrorSignature, FoldsWhatDiffersBetweenTasks) {
  const struct {
    const char* error;
    const char* signature;
  } cases[] = {
      {"", ""},
      {"java.lang.RuntimeException: boom 17 of 200\n\tat a.B.c(B.scala:1)",
       "java.lang.RuntimeException: boom # of #"},
      {"  \n cannot read /data/part-00017.parquet, again", "cannot read <path>, again"},
      {"from hdfs://nn:8020/a/b=1/c.", "from <path>."},
      {"no path: a/b and/or n/a", "no path: a/b and/or n/a"},
      {"block 550e8400-e29b-41d4-a716-446655440000 of deadbeef1 and decadence",
       "block # of # and decadence"},
      {"class Foo$12 in v2.13", "class Foo$# in v#.#"},
      {"ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: exit "
       "137",
       "ExecutorLostFailure (executor # exited caused by one of the running tasks) Reason: exit #"},
      {"A: x\n\tat y\nCaused by: B: 1\n\tat z\nCaused by: C: no space left\n\t... 4 more",
       "A: x\nC: no space left"},
      {"PythonException: Traceback (most recent call last):\n  File \"/a/b.py\", line 1\n"
       "ValueError: bad 7\n\n\tat org.X\nCaused by: Y: z",
       "PythonException: Traceback (most recent call last):\nValueError: bad #"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_signature(c.error), c.signature) << c.error;
}

TEST(ErrorSignature, IsBounded) {
  EXPECT_LE(error_signature(std::string(100'000, 'x')).size(), 600u);
}

TEST(ErrorSignature, HasAShortName) {
  EXPECT_EQ(error_key("").size(), 16u);
  EXPECT_EQ(error_key("a"), error_key("a"));
  EXPECT_NE(error_key("a"), error_key("b"));
}

}  // namespace
}  // namespace afterglow::history
