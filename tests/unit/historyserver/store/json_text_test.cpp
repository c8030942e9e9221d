#include "historyserver/store/json_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace afterglow::history {
namespace {

TEST(JsonText, HasTheDocumentedForms) {
  EXPECT_EQ(to_json_text(StringMap{{"k", "v"}}), R"({"k":"v"})");
  EXPECT_EQ(to_json_text(CountMap{{"k", 1}}), R"({"k":1})");
  EXPECT_EQ(to_json_text(IntegerList{1, 2}), "[1,2]");
  EXPECT_EQ(to_json_text(TextList{"a\n\""}), R"(["a\n\""])");
  EXPECT_EQ(to_json_text(ExecutorResources{{"gpu", {"gpu", {"0", "1"}}}}), R"({"gpu":["0","1"]})");
  EXPECT_EQ(to_json_text(Accumulables{{1, "n", {}, "v"}}), R"([[1,"n",null,"v"]])");
}

template <typename Value>
Value read(std::string_view text) {
  Value value;
  from_json_text(text, value);
  return value;
}

TEST(JsonText, ReadsWhatItWrites) {
  const StringMap map = {{"", ""}, {"a\"\\\n", "\x01\xC3\xA9"}, {"spark.app.name", "x"}};
  EXPECT_EQ(read<StringMap>(to_json_text(map)), map);
  const CountMap counts = {{"a", -1}, {"b", std::numeric_limits<std::int64_t>::max()}};
  EXPECT_EQ(read<CountMap>(to_json_text(counts)), counts);
  const IntegerList integers = {0, -7, std::numeric_limits<std::int64_t>::min()};
  EXPECT_EQ(read<IntegerList>(to_json_text(integers)), integers);
  const TextList texts = {"", "a", "\"b\""};
  EXPECT_EQ(read<TextList>(to_json_text(texts)), texts);
  const ExecutorResourceRequests of_executor = {{"cores", {"cores", 2, "", ""}},
                                                {"gpu", {"gpu", 1, "find.sh", "nvidia.com"}}};
  EXPECT_EQ(read<ExecutorResourceRequests>(to_json_text(of_executor)), of_executor);
  const TaskResourceRequests of_task = {{"cpus", {"cpus", 1}}, {"gpu", {"gpu", 0.5}}};
  EXPECT_EQ(read<TaskResourceRequests>(to_json_text(of_task)), of_task);
  EXPECT_EQ(to_json_text(IntegerList()), "[]");
  EXPECT_TRUE(read<IntegerList>("[]").empty());
  EXPECT_TRUE(read<StringMap>("{}").empty());
}

TEST(JsonText, ReadsPeaksInAnyOrder) {
  ExecutorMetricValues values{};
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    values[i] = static_cast<std::int64_t>(i) + 5;
  }
  ExecutorMetricPeaks peaks;
  peaks.raise_to(values);
  EXPECT_EQ(read<ExecutorMetricPeaks>(to_json_text(peaks)).values(), values);
  const auto some = read<ExecutorMetricPeaks>(
      R"({"TotalGCTime":3,"JVMHeapMemory":1,"Unknown":9,"JVMOffHeapMemory":2})");
  EXPECT_EQ(some[0], 1);
  EXPECT_EQ(some[1], 2);
  EXPECT_EQ(some[2], 0);
  EXPECT_EQ(some[kTotalGcTimeIndex], 3);
}

TEST(JsonText, ReplacesBrokenUtf8) {
  EXPECT_EQ(to_json_text(TextList{"a\xffz"}), "[\"a\xEF\xBF\xBDz\"]");
}

TEST(JsonText, ReadsAnythingElseAsEmpty) {
  for (const char* text :
       {"", "{", "null", "7", "[", "[1", "[1,]", "[[]]", R"({"k":[]})", R"({"k":["k",1,"s"]})",
        R"({"k":["k",1,"s","v","w"]})", R"([{"a":1}])", "[1,\"x\"]"}) {
    StringMap map{{"old", "x"}};
    CountMap counts{{"old", 1}};
    IntegerList integers{1};
    Accumulables accumulables{{1, {}, {}, {}}};
    ExecutorResourceRequests of_executor{{"old", {}}};
    TaskResourceRequests of_task{{"old", {}}};
    from_json_text(text, of_executor);
    from_json_text(text, of_task);
    EXPECT_TRUE(of_executor.empty()) << text;
    EXPECT_TRUE(of_task.empty()) << text;
    from_json_text(text, map);
    from_json_text(text, counts);
    from_json_text(text, integers);
    from_json_text(text, accumulables);
    EXPECT_TRUE(map.empty()) << text;
    EXPECT_TRUE(counts.empty()) << text;
    EXPECT_TRUE(integers.empty()) << text;
    EXPECT_TRUE(accumulables.empty()) << text;
  }
}

}  // namespace
}  // namespace afterglow::history
