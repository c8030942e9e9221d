#include "historyserver/eventlog/line_splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace afterglow::history {
namespace {

// "lines|tail" after `text` came in pieces of `step` bytes.
std::string split(std::string_view text, std::size_t step) {
  LineSplitter splitter;
  std::string seen;
  for (std::size_t at = 0; at < text.size(); at += step) {
    splitter.input() += text.substr(at, step);
    while (const auto line = splitter.next()) seen += "[" + std::string(line->text) + "]";
  }
  return seen + std::string(splitter.tail());
}

TEST(LineSplitter, CutsPiecesOfAnySize) {
  const struct {
    const char* text;
    const char* lines;
  } cases[] = {
      {"", ""},
      {"tail", "tail"},
      {"one\n", "[one]"},
      {"one\ntwo\nrest", "[one][two]rest"},
      {"\n\n\none\n\n", "[one]"},
      {"one\r\n\r\ntwo\r\n", "[one][two]"},
      {"a\rb\n", "[a\rb]"},
      {"torn\r", "torn\r"},
  };
  for (const auto& c : cases) {
    for (const std::size_t step : {1UL, 2UL, 3UL, 100UL}) {
      EXPECT_EQ(split(c.text, step), c.lines) << step << " of " << c.text;
    }
  }
}

TEST(LineSplitter, KeepsALongLineOverManyPieces) {
  const std::string line(300'000, 'x');
  EXPECT_EQ(split(line + "\n", 1000), "[" + line + "]");
}

TEST(LineSplitter, ForgetsTheTailOnRequest) {
  LineSplitter splitter;
  splitter.input() += "tail";
  splitter.take_tail();
  EXPECT_EQ(splitter.tail(), "");
  splitter.input() += "next\n";
  std::vector<std::string> lines;
  while (const auto line = splitter.next()) lines.emplace_back(line->text);
  EXPECT_EQ(lines, std::vector<std::string>{"next"});
}

// "text" of each line, or its size where it was too long.
std::string split_up_to(std::size_t limit, std::string_view text, std::size_t step,
                        LineSplitter::Skip skip = LineSplitter::Skip::none) {
  LineSplitter splitter(limit);
  splitter.pass_over(skip);
  std::string seen;
  for (std::size_t at = 0; at < text.size(); at += step) {
    splitter.input() += text.substr(at, step);
    while (const auto line = splitter.next()) {
      seen +=
          "[" + (line->text.empty() ? std::to_string(line->size) : std::string(line->text)) + "]";
    }
    EXPECT_LE(splitter.tail_size(), limit);
  }
  return seen + std::string(splitter.tail());
}

TEST(LineSplitter, TellsOnlyTheSizeOfALineThatIsTooLong) {
  for (const std::size_t step : {1UL, 2UL, 3UL, 100UL}) {
    EXPECT_EQ(split_up_to(4, "1234\n12345\nab\n1234567890\r\nc", step), "[1234][5][ab][11]c");
    EXPECT_EQ(split_up_to(4, "ab\n123456", step), "[ab]");
  }
}

TEST(LineSplitter, PassesOverTheRestOfALine) {
  using Skip = LineSplitter::Skip;
  for (const std::size_t step : {1UL, 2UL, 3UL, 100UL}) {
    EXPECT_EQ(split_up_to(9, "rest\none\ntwo", step, Skip::damaged), "[one]two");
    EXPECT_EQ(split_up_to(9, "{rest\none\n", step, Skip::damaged), "[one]");
    EXPECT_EQ(split_up_to(9, "rest\none\n", step, Skip::uncertain), "[one]");
    EXPECT_EQ(split_up_to(9, "{line\none\n", step, Skip::uncertain), "[{line][one]");
    EXPECT_EQ(split_up_to(9, "\none\n", step, Skip::uncertain), "[one]");
    EXPECT_EQ(split_up_to(9, "rest", step, Skip::damaged), "");
  }
}

// With the address sanitizer this fails when a promised byte is not there.
TEST(LineSplitter, LeavesReadableBytesBehindEachLine) {
  LineSplitter splitter;
  int sum = 0;
  const auto touch = [&](std::string_view line) {
    for (std::size_t i = 0; i < kLinePadding; ++i) sum += line.data()[line.size() + i];
  };
  splitter.input() = "last line of exactly what was read\n";
  splitter.input().shrink_to_fit();
  while (const auto line = splitter.next()) touch(line->text);
  splitter.input() = "tail";
  touch(splitter.tail());
  EXPECT_NE(sum, 1);
}

}  // namespace
}  // namespace afterglow::history
