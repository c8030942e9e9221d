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
    splitter.split([&](std::string_view line) { seen += "[" + std::string(line) + "]"; });
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
  splitter.drop_tail();
  EXPECT_EQ(splitter.tail(), "");
  splitter.input() += "next\n";
  std::vector<std::string> lines;
  splitter.split([&](std::string_view line) { lines.emplace_back(line); });
  EXPECT_EQ(lines, std::vector<std::string>{"next"});
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
  splitter.split(touch);
  splitter.input() = "tail";
  touch(splitter.tail());
  EXPECT_NE(sum, 1);
}

}  // namespace
}  // namespace afterglow::history
