#include "historyserver/events/task_line.h"

#include <random>

#include "historyserver/eventlog/log_reader.h"
#include "historyserver/events/event_decoder.h"
#include "historyserver/events/ignoring_sink.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class TaskSink : public IgnoringSink {
 public:
  using IgnoringSink::on;
  void on(TaskStart&& event) override { start = std::move(event); }
  void on(TaskEnd&& event) override { end = std::move(event); }

  std::optional<TaskStart> start;
  std::optional<TaskEnd> end;
};

// What the general decoder makes of a line.
TaskSink decoded(std::string_view line) {
  TaskSink sink;
  [[maybe_unused]] const auto done = EventDecoder().decode_any(line, sink);
  return sink;
}

// Whether the short way took the line; it must then have found the same.
bool agrees(std::string_view line) {
  if (TaskEnd end; read_task_end_line(line, end)) {
    EXPECT_EQ(decoded(line).end, end) << line;
    return true;
  }
  if (TaskStart start; read_task_start_line(line, start)) {
    EXPECT_EQ(decoded(line).start, start) << line;
    return true;
  }
  return false;
}

std::vector<std::string> task_lines_of_real_logs() {
  std::vector<std::string> lines;
  for (const LogListing& log : value_of(list_logs(AFTERGLOW_TESTS "/golden/logs"))) {
    LogReader reader;
    const auto done = reader.read(log, 1 << 30, [&](std::string_view line, const LinePosition&) {
      if (line.find("\"SparkListenerTask") < 20) lines.emplace_back(line);
      return true;
    });
    EXPECT_TRUE(done);
  }
  return lines;
}

TEST(TaskLine, ReadsNearlyAllLinesOfRealLogsAsTheGeneralDecoderDoes) {
  const auto lines = task_lines_of_real_logs();
  ASSERT_GT(lines.size(), 400u);
  std::size_t taken = 0;
  for (const std::string& line : lines) taken += agrees(PaddedLine(line).view()) ? 1 : 0;
  EXPECT_GT(taken, lines.size() * 8 / 10);
}

// JSON is UTF-8 without control characters: whether a text is, the general decoder finds out.
TEST(TaskLine, TakesOnlyPlainText) {
  const std::string before = "\"Host\":\"";
  std::string line = task_lines_of_real_logs().at(0);
  line.insert(line.find(before) + before.size(), "host-1.~");
  EXPECT_TRUE(agrees(PaddedLine(line).view()));
  for (const std::string odd : {"\x01", "\x1f", "\t", "\x7f\x80", "\xff", "\xc3\xa9", "\\n"}) {
    std::string changed = line;
    changed.insert(changed.find(before) + before.size(), odd);
    EXPECT_FALSE(agrees(PaddedLine(changed).view())) << odd;
  }
}

// Bytes changed, left out, doubled and cut off: what the short way still takes, it takes rightly.
TEST(TaskLine, LeavesWhateverIsOddToTheGeneralDecoder) {
  const auto lines = task_lines_of_real_logs();
  std::mt19937 random(11);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  const std::string alphabet = "\"\\{}[]:,0123456789-.eE tfn";
  for (int round = 0; round < 20'000; ++round) {
    std::string line = lines[below(lines.size())];
    for (std::size_t changes = 1 + below(2); changes > 0; --changes) {
      const std::size_t at = below(line.size());
      switch (below(4)) {
        case 0:
          line[at] = alphabet[below(alphabet.size())];
          break;
        case 1:
          line.erase(at, 1 + below(3));
          break;
        case 2:
          line.insert(at, line.substr(at, 1 + below(30)));
          break;
        default:
          line.resize(std::max<std::size_t>(1, at));
      }
      if (line.empty()) line = "{";
    }
    agrees(PaddedLine(line).view());
  }
}

}  // namespace
}  // namespace afterglow::history
