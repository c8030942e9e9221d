// Whether what a reader goes on with is still the log that it read: after copies, renames,
// rewrites, roll-overs and compactions.

#include "historyserver/eventlog/log_reader.h"
#include "tests/unit/historyserver/eventlog/sample_logs.h"

namespace afterglow::history {
namespace {

using State = LogReader::State;
using Lines = std::vector<std::string>;

// Each test runs twice: with one reader, and with a new one for each read().
class LogIdentity : public testing::TestWithParam<bool> {
 protected:
  LogListing listing() { return value_of(list_logs(folder_.path())).at(0); }
  State read() { return read(listing()); }
  State read(const LogListing& listing) {
    if (GetParam()) reader_ = LogReader(stored_and_loaded(reader_.position()));
    return value_of(reader_.read(listing, 1'000'000'000, [&](auto line, const auto&) {
      lines_.emplace_back(line);
      return true;
    }));
  }
  Lines take_lines() { return std::exchange(lines_, {}); }
  void write(int index, std::string_view text, std::string_view suffix = "") {
    folder_.write("eventlog_v2_a/appstatus_a.inprogress", "");
    folder_.write("eventlog_v2_a/events_" + std::to_string(index) + "_a" + std::string(suffix),
                  text);
  }
  void remove(int index) { folder_.remove("eventlog_v2_a/events_" + std::to_string(index) + "_a"); }
  void copy(const char* from, const char* to) {
    std::filesystem::copy_file(folder_.path(from), folder_.path(to));
    folder_.remove(from);
  }

  TemporaryFolder folder_;
  LogReader reader_;
  Lines lines_;
};
INSTANTIATE_TEST_SUITE_P(All, LogIdentity, testing::Bool(), [](const auto& run) {
  return std::string(run.param ? "Resumed" : "OneReader");
});

const std::string kOld = std::string(2000, 'o') + "\n" + std::string(2000, 'p') + "\n";

TEST_P(LogIdentity, AnotherFileIsAReplacement) {
  folder_.write("a", "one\n");
  read();
  folder_.write(".b", "other\n");
  folder_.rename(".b", "a");
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, AShorterFileIsAReplacement) {
  folder_.write("a", "one\ntwo\n");
  read();
  std::filesystem::resize_file(folder_.path("a"), 4);
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, ARewrittenFileIsAReplacementThoughItIsLonger) {
  folder_.write("a", kOld);
  read();
  const auto inode = listing().files[0].inode;
  folder_.write("a", std::string(9000, 'n') + "\n");
  EXPECT_EQ(listing().files[0].inode, inode);
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, ARewrittenFileIsAReplacementThoughItStartsTheSame) {
  folder_.write("a", kOld);
  read();
  folder_.write("a", kOld.substr(0, 2000) + std::string(9000, 'n') + "\n");
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, ACopyIsTheSameLog) {
  folder_.write("a", kOld + "tail");
  read();
  take_lines();
  copy("a", "b");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), Lines{});
  folder_.append("b", "s\nnext\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"tails", "next"}));
}

TEST_P(LogIdentity, FilesAreFollowedByTheirNumber) {
  write(1, "one\n");
  read();
  write(2, "two\n");
  write(3, "thr");
  read();
  write(3, "three\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"one", "two", "three"}));
}

TEST_P(LogIdentity, ACompactionOfFilesThatWereReadChangesNothing) {
  for (int i = 1; i <= 4; ++i) write(i, "line " + std::to_string(i) + "\n");
  read();
  write(3, "compacted\n", ".compact");
  for (int i = 1; i <= 3; ++i) remove(i);
  EXPECT_EQ(read(), State::caught_up);
  write(5, "line 5\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"line 1", "line 2", "line 3", "line 4", "line 5"}));
  EXPECT_EQ(reader_.bytes_read(), 5 * 7u);
  write(4, "compacted again\n", ".compact");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), Lines{});
}

TEST_P(LogIdentity, ACompactionIsFineAtTheEndOfWhatItCovers) {
  for (int i = 1; i <= 3; ++i) write(i, "line " + std::to_string(i) + "\n");
  write(4, "");
  read();
  write(3, "compacted\n", ".compact");
  for (int i = 1; i <= 3; ++i) remove(i);
  write(4, "line 4\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"line 1", "line 2", "line 3", "line 4"}));
}

TEST_P(LogIdentity, ACompactionOfTheFileThatIsBeingReadIsAReplacement) {
  for (int i = 1; i <= 3; ++i) write(i, "line " + std::to_string(i) + "\n");
  read();
  write(3, "compacted\n", ".compact");
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, ACompactionOfACompactedFileThatIsBeingReadIsAReplacement) {
  write(3, "compacted\n", ".compact");
  read();
  write(4, "line 4\n");
  write(4, "compacted again\n", ".compact");
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, AFileThatComesLateMeansToStartAgain) {
  write(1, "one\n");
  write(3, "three\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_FALSE(listing().problem.empty());
  EXPECT_EQ(take_lines(), (Lines{"one", "three"}));
  write(2, "two\n");
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, AFileThatVanishedMeansToStartAgain) {
  write(1, "one\n");
  read();
  remove(1);
  write(2, "two\n");
  EXPECT_EQ(read(), State::replaced);
}

TEST_P(LogIdentity, AFileThatVanishesBeforeItIsOpenedIsForTheNextListing) {
  write(1, "one\n");
  write(2, "two\n");
  const LogListing old = listing();
  remove(1);
  EXPECT_EQ(read(old), State::caught_up);
  EXPECT_EQ(take_lines(), Lines{});
}

TEST_P(LogIdentity, ARenameBeforeItIsOpenedIsSeenThrough) {
  folder_.write("a.zstd.inprogress", zstd_frame("one\n"));
  read();
  folder_.append("a.zstd.inprogress", zstd_frame("two\n"));
  const LogListing old = listing();
  folder_.rename("a.zstd.inprogress", "a.zstd");
  EXPECT_EQ(read(old), State::caught_up);
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"one", "two"}));
}

TEST_P(LogIdentity, ASingleFileIsNoPartOfARollingLog) {
  folder_.write("a", "one\n");
  read();
  folder_.remove("a");
  write(1, "one\n");
  EXPECT_EQ(read(), State::replaced);
}

}  // namespace
}  // namespace afterglow::history
