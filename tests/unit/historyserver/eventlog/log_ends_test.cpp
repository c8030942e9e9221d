#include "historyserver/eventlog/log_ends.h"

#include <algorithm>

#include "tests/unit/historyserver/eventlog/sample_logs.h"

namespace afterglow::history {
namespace {

using Lines = std::vector<std::string>;

class LogEnds : public testing::TestWithParam<const char*> {
 protected:
  LogListing listing() { return value_of(list_logs(folder_.path())).at(0); }
  std::string suffix() { return *GetParam() ? std::string(".") + GetParam() : ""; }
  // A log of `lines`, in frames of up to `frame` bytes of text.
  void write(const Lines& lines, std::size_t frame) {
    folder_.write("a" + suffix(), stored(GetParam(), joined(lines), frame, random_));
  }
  // The lines are the last ones of `all`.
  static void expect_last(const Lines& lines, const Lines& all) {
    ASSERT_FALSE(lines.empty());
    ASSERT_LE(lines.size(), all.size());
    EXPECT_EQ(lines, Lines(all.end() - static_cast<long>(lines.size()), all.end()));
  }

  TemporaryFolder folder_;
  Random random_{1};
};
INSTANTIATE_TEST_SUITE_P(All, LogEnds, testing::Values("", "zstd", "lz4", "lzf", "snappy"),
                         [](const auto& run) {
                           return std::string(*run.param ? run.param : "plain");
                         });

TEST_P(LogEnds, OfALongLog) {
  for (const std::size_t frame : {500UZ, 5000UZ, 30'000UZ}) {
    const Lines all = sample_lines(random_, 700);
    write(all, frame);
    const auto first = value_of(first_lines(listing(), 100'000));
    EXPECT_EQ(first, Lines(all.begin(), all.begin() + static_cast<long>(first.size())));
    EXPECT_GE(joined(first).size(), 50'000u);
    EXPECT_LE(joined(first).size(), 400'000u);
    const auto last = value_of(last_lines(listing()));
    expect_last(last, all);
    EXPECT_LE(joined(last).size(), 300'000u);
  }
}

TEST_P(LogEnds, OfAShortLogAreAllOfIt) {
  const Lines all = {"{\"one\":1}", "{\"two\":2}", "{\"three\":3}"};
  write(all, 10);
  EXPECT_EQ(value_of(first_lines(listing(), 1000)), all);
  EXPECT_EQ(value_of(last_lines(listing())), all);
}

TEST_P(LogEnds, TheFirstLinesEndWhereTheCallerHasEnough) {
  const Lines all = sample_lines(random_, 200);
  write(all, 1000);
  const auto lines = value_of(first_lines(
      listing(), 1'000'000, [](std::string_view line) { return line.starts_with("{\"n\":4,"); }));
  EXPECT_EQ(lines, Lines(all.begin(), all.begin() + 5));
}

TEST_P(LogEnds, TheLastLineMayBeVeryLong) {
  Lines all = sample_lines(random_, 100);
  std::string digits;
  while (digits.size() < 700'000) digits += std::to_string(random_());
  all.push_back("{\"long\":" + digits + "}");
  write(all, 30'000);
  expect_last(value_of(last_lines(listing())), all);
}

TEST_P(LogEnds, OfATornLogAreWhatIsComplete) {
  const Lines all = sample_lines(random_, 300);
  const std::string bytes = stored(GetParam(), joined(all), 2000, random_);
  for (std::size_t cut = 1; cut < 3000; cut += 97) {
    folder_.write("a" + suffix(), bytes.substr(0, bytes.size() - cut));
    const auto lines = value_of(last_lines(listing()));
    ASSERT_FALSE(lines.empty()) << cut;
    const auto last = std::ranges::find(all, lines.back());
    ASSERT_NE(last, all.end()) << cut;
    EXPECT_GE(last - all.begin(), 200) << cut;
    expect_last(lines, Lines(all.begin(), last + 1));
  }
}

TEST_P(LogEnds, ALastLineNeedsNoNewlineWhenItIsWhole) {
  folder_.write("a" + suffix(), stored(GetParam(), "{\"one\":1}\n{\"two\":2}", 5, random_));
  EXPECT_EQ(value_of(last_lines(listing())), (Lines{"{\"one\":1}", "{\"two\":2}"}));
  EXPECT_EQ(value_of(first_lines(listing(), 1000)), (Lines{"{\"one\":1}", "{\"two\":2}"}));
}

TEST_P(LogEnds, OfARollingLogAreInItsFirstAndItsLastFile) {
  folder_.write("eventlog_v2_a/appstatus_a", "");
  const auto write = [&](int index, std::string_view text) {
    folder_.write("eventlog_v2_a/events_" + std::to_string(index) + "_a" + suffix(),
                  text.empty() ? "" : stored(GetParam(), text, 7, random_));
  };
  write(1, "{\"n\":1}\n");
  write(2, "{\"n\":2}\n");
  write(3, "{\"n\":3}\n");
  EXPECT_EQ(value_of(first_lines(listing(), 1000)), Lines{"{\"n\":1}"});
  EXPECT_EQ(value_of(last_lines(listing())), Lines{"{\"n\":3}"});
  write(3, "{\"n\":");
  EXPECT_EQ(value_of(last_lines(listing())), Lines{"{\"n\":2}"});
  write(3, "");
  EXPECT_EQ(value_of(last_lines(listing())), Lines{"{\"n\":2}"});
}

TEST(LogEndsOfADamagedLog, AreBeforeAndBehindIt) {
  for (const std::string codec : {"zstd", "lz4", "lzf", "snappy"}) {
    const TemporaryFolder folder;
    Random random(1);
    const std::string bytes = stored(codec, "{\"n\":1}\n{\"n\":2}\n", 100, random);
    folder.write("a." + codec, bytes + std::string(200, '\xee') +
                                   stored(codec, "x\n{\"n\":3}\n{\"n\":4}\n", 5, random));
    const auto listing = value_of(list_logs(folder.path())).at(0);
    EXPECT_EQ(value_of(first_lines(listing, 1000)), (Lines{"{\"n\":1}", "{\"n\":2}"})) << codec;
    EXPECT_EQ(value_of(last_lines(listing)), (Lines{"{\"n\":3}", "{\"n\":4}"})) << codec;
  }
}

TEST(LogEndsErrors, SayWhatIsWrong) {
  const TemporaryFolder folder;
  folder.write("a.gz", "x");
  auto listing = value_of(list_logs(folder.path())).at(0);
  EXPECT_EQ(first_lines(listing, 1000).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(last_lines(listing).error().kind, ErrorKind::unsupported);
  folder.remove("a.gz");
  EXPECT_EQ(first_lines(listing, 1000).error().kind, ErrorKind::not_found);
  EXPECT_EQ(last_lines(listing).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace afterglow::history
