#include "historyserver/eventlog/log_reader.h"

#include "tests/unit/historyserver/eventlog/sample_logs.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using State = LogReader::State;

// A log in a folder of its own, read step by step.
class LogReaderTest : public testing::Test {
 protected:
  // Reads what is there now; lines come as "file:number line", the unfinished one with a "?".
  State read(std::uint64_t limit = kNoLimit) {
    const auto listing = value_of(list_logs(folder_.path())).at(0);
    const auto state = reader_.read(listing, limit, [&](auto line, const LinePosition& position) {
      lines_.push_back(std::string(position.file) + ":" + std::to_string(position.line) + " " +
                       std::string(line) + (position.unfinished ? "?" : ""));
      return !position.unfinished || understands_tails_;
    });
    if (!state) error_ = state.error().message;
    return state.value_or(State::replaced);
  }
  std::vector<std::string> take_lines() { return std::exchange(lines_, {}); }

  TemporaryFolder folder_;
  LogReader reader_;
  bool understands_tails_ = true;
  std::string error_;
  std::vector<std::string> lines_;
};

using Lines = std::vector<std::string>;

TEST_F(LogReaderTest, FollowsAFileAsItGrows) {
  folder_.write("a.inprogress", "one\ntw");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), Lines{"a.inprogress:1 one"});
  EXPECT_TRUE(reader_.has_torn_tail());
  folder_.append("a.inprogress", "o\nthree\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"a.inprogress:2 two", "a.inprogress:3 three"}));
  EXPECT_EQ(reader_.bytes_read(), 14u);
  EXPECT_FALSE(reader_.has_torn_tail());
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), Lines{});
}

TEST_F(LogReaderTest, GoesOnUnderTheFinalName) {
  folder_.write("a.inprogress", "one\n");
  read();
  folder_.append("a.inprogress", "two\n");
  folder_.rename("a.inprogress", "a");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), (Lines{"a.inprogress:1 one", "a:2 two"}));
}

TEST_F(LogReaderTest, DecodesFramesThatAreCutAnywhere) {
  const std::string bytes = zstd_frame("one\n") + zstd_frame("two\nthr") + zstd_frame("ee\n");
  for (std::size_t cut = 0; cut <= bytes.size(); cut += 3) {
    reader_ = LogReader();
    folder_.write("a.zstd", bytes.substr(0, std::max<std::size_t>(cut, 1)));
    EXPECT_EQ(read(), State::caught_up);
    folder_.append("a.zstd", bytes.substr(std::max<std::size_t>(cut, 1)));
    EXPECT_EQ(read(), State::caught_up);
    EXPECT_EQ(take_lines(), (Lines{"a.zstd:1 one", "a.zstd:2 two", "a.zstd:3 three"})) << cut;
  }
}

TEST_F(LogReaderTest, GoesOnWithTheNextFile) {
  folder_.write("eventlog_v2_a/appstatus_a.inprogress", "");
  folder_.write("eventlog_v2_a/events_1_a.zstd", zstd_frame("one\n"));
  read();
  folder_.append("eventlog_v2_a/events_1_a.zstd", zstd_frame("two\n"));
  folder_.write("eventlog_v2_a/events_2_a", "three\n");
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(),
            (Lines{"events_1_a.zstd:1 one", "events_1_a.zstd:2 two", "events_2_a:1 three"}));
}

TEST_F(LogReaderTest, TakesTheLastLineOfAFinishedFileAsItStands) {
  folder_.write("eventlog_v2_a/appstatus_a.inprogress", "");
  folder_.write("eventlog_v2_a/events_1_a", "one\ntorn");
  folder_.write("eventlog_v2_a/events_2_a", "two\n");
  read();
  EXPECT_EQ(take_lines(), (Lines{"events_1_a:1 one", "events_1_a:2 torn", "events_2_a:1 two"}));
}

TEST_F(LogReaderTest, OffersAnUnfinishedLineOnlyWhenItIsAWholeObject) {
  const struct {
    const char* tail;
    bool offered;
  } cases[] = {
      {R"({"a":{"b":[{}]}})", true},  {R"({"a":"}{\"}"})", true},  {R"({"a":{"b":1})", false},
      {R"({"a":"x\\"})", true},       {R"({"a":"}")", false},      {R"({"a":"x}\")", false},
      {R"({"a":{"b":1},"c")", false}, {R"({"a":[{"b":1})", false}, {"torn", false},
      {R"({"a":"}\"}"})", true},
  };
  for (const auto& c : cases) {
    reader_ = LogReader();
    folder_.write("a", "one\n" + std::string(c.tail));
    read();
    EXPECT_EQ(take_lines().size(), c.offered ? 2u : 1u) << c.tail;
  }
}

TEST_F(LogReaderTest, OffersAnUnfinishedLineAgainUntilItIsUnderstood) {
  understands_tails_ = false;
  folder_.write("a", "{}");
  read();
  read();
  EXPECT_EQ(take_lines(), (Lines{"a:1 {}?", "a:1 {}?"}));
  understands_tails_ = true;
  read();
  folder_.append("a", "\n{\"next\":1}\n");
  read();
  EXPECT_EQ(take_lines(), (Lines{"a:1 {}?", "a:2 {\"next\":1}"}));
}

TEST_F(LogReaderTest, StopsAtTheLimit) {
  folder_.write("a", "one\ntwo\nthree\n");
  EXPECT_EQ(read(5), State::more);
  EXPECT_EQ(take_lines(), Lines{"a:1 one"});
  EXPECT_EQ(read(5), State::more);
  EXPECT_EQ(take_lines(), Lines{"a:2 two"});
  while (read(1) == State::more) {
  }
  EXPECT_EQ(take_lines(), Lines{"a:3 three"});
}

TEST_F(LogReaderTest, CountsDecodedBytesForTheLimit) {
  std::string frames;
  for (int i = 0; i < 100; ++i) frames += zstd_frame(std::string(1'000'000, 'x') + "\n");
  ASSERT_LT(frames.size(), 16'000u);
  folder_.write("a.zstd", frames);
  EXPECT_EQ(read(3'000'000), State::more);
  EXPECT_GE(take_lines().size(), 2u);
  EXPECT_EQ(read(3'000'000), State::more);
  EXPECT_LE(take_lines().size(), 5u);
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(reader_.lines_read(), 100u);
}

TEST_F(LogReaderTest, LeavesOutALineThatIsTooLong) {
  const std::string text = "one\n" + std::string(3000, 'x') + "\n" + std::string(1001, 'y') + "\n" +
                           std::string(1000, 'z') + "\n";
  for (const std::uint64_t limit : {7UL, 500UL, kNoLimit}) {
    reader_ = LogReader({}, 1000);
    folder_.write("a", text);
    while (read(limit) == State::more) reader_ = LogReader(reader_.position(), 1000);
    EXPECT_EQ(take_lines(), (Lines{"a:1 one", "a:4 " + std::string(1000, 'z')})) << limit;
    EXPECT_EQ(reader_.long_lines().count, 2u);
    EXPECT_EQ(reader_.long_lines().first, "a, line 2: 3000 bytes in one line");
  }
}

TEST_F(LogReaderTest, TellsOfALongLineWithoutItsEndWhenTheNextFileStarts) {
  reader_ = LogReader({}, 1000);
  folder_.write("eventlog_v2_a/appstatus_a.inprogress", "");
  folder_.write("eventlog_v2_a/events_1_a", std::string(3000, 'x'));
  read();
  EXPECT_EQ(reader_.long_lines().count, 0u);
  EXPECT_TRUE(reader_.has_torn_tail());
  folder_.write("eventlog_v2_a/events_2_a", "two\n");
  read();
  EXPECT_EQ(take_lines(), Lines{"events_2_a:1 two"});
  EXPECT_EQ(reader_.long_lines().first, "events_1_a, line 1: 3000 bytes in one line");
}

TEST_F(LogReaderTest, WaitsUntilTheFormatIsClear) {
  const std::string frame = zstd_frame("one\n");
  folder_.write("a", frame.substr(0, 3));
  EXPECT_EQ(read(), State::caught_up);
  folder_.append("a", frame.substr(3));
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(take_lines(), Lines{"a:1 one"});
}

TEST_F(LogReaderTest, SaysThatACodecIsNotSupported) {
  folder_.write("a.gz", "x");
  read();
  EXPECT_TRUE(error_.starts_with("a.gz: compression codec 'gz' is not supported")) << error_;
}

}  // namespace
}  // namespace afterglow::history
