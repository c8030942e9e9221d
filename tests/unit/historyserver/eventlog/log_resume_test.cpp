// A log that is read in pieces, by one reader after the other, while it grows: the same lines come
// as when it is read at once.

#include <algorithm>
#include <ostream>

#include "historyserver/eventlog/log_reader.h"
#include "tests/unit/historyserver/eventlog/sample_logs.h"

namespace afterglow::history {
namespace {

using State = LogReader::State;
using Lines = std::vector<std::string>;
LogListing listed(const TemporaryFolder& folder) {
  return value_of(list_logs(folder.path())).at(0);
}

std::string numbered(std::string_view line, const LinePosition& position) {
  return std::string(position.file.substr(0, 8)) + ":" + std::to_string(position.line) + " " +
         std::string(line);
}

State read_into(Lines& lines, LogReader& reader, const TemporaryFolder& folder,
                std::uint64_t limit = kNoLimit, bool understands_tails = true) {
  return value_of(reader.read(listed(folder), limit, [&](auto line, const LinePosition& position) {
    if (position.unfinished && !understands_tails) return false;
    lines.push_back(numbered(line, position));
    return true;
  }));
}

// The same, but the lines are looked at afterwards, where they were left.
State read_text_into(Lines& lines, LogReader& reader, const TemporaryFolder& folder,
                     std::uint64_t limit) {
  struct Left {
    std::size_t at;
    std::size_t size;
    std::string line;
  };
  std::vector<Left> left;
  std::string text = "what was there before";
  const auto take = [&](auto line, const LinePosition& position) {
    if (position.unfinished) return false;
    left.push_back({position.at, line.size(), numbered(line, position)});
    return true;
  };
  const State state = value_of(reader.read_text(listed(folder), limit, text, take));
  for (const auto& [at, size, line] : left) {
    EXPECT_TRUE(line.ends_with(" " + text.substr(at, size))) << line;
    lines.push_back(line);
  }
  return state;
}

struct Case {
  const char* codec;
  std::size_t frame;  // plain bytes in it
  int files;          // 1: a single file, else rolling
};
std::ostream& operator<<(std::ostream& to, const Case& c) {
  return to << (*c.codec ? c.codec : "plain") << c.frame << "x" << c.files;
}

struct StoredFileOf {
  std::string name;
  std::string bytes;
};

std::vector<StoredFileOf> files_of(const Case& c, Random& random) {
  std::vector<StoredFileOf> files;
  const std::string suffix = *c.codec ? std::string(".") + c.codec : "";
  for (int i = 1; i <= c.files; ++i) {
    files.push_back({c.files == 1 ? "log_file" + suffix
                                  : "eventlog_v2_a/events_" + std::to_string(i) + "_a" + suffix,
                     stored(c.codec, joined(sample_lines(random, 120)), c.frame, random)});
  }
  return files;
}

class LogResume : public testing::TestWithParam<Case> {
 protected:
  // All lines when nothing disturbs.
  Lines undisturbed(const std::vector<StoredFileOf>& files) {
    const TemporaryFolder folder;
    folder.write("eventlog_v2_a/appstatus_a", "");
    for (const auto& file : files) folder.write(file.name, file.bytes);
    LogReader reader;
    Lines lines;
    EXPECT_EQ(read_into(lines, reader, folder), State::caught_up);
    EXPECT_FALSE(reader.has_torn_tail());
    EXPECT_EQ(lines.size(), 120u * files.size());
    return lines;
  }
};
INSTANTIATE_TEST_SUITE_P(All, LogResume,
                         testing::Values(Case{"", 1000, 1}, Case{"", 1000, 3}, Case{"zstd", 300, 1},
                                         Case{"zstd", 300, 3}, Case{"zstd", 1'000'000, 1},
                                         Case{"lz4", 20'000, 1}, Case{"lz4", 1000, 3},
                                         Case{"lzf", 20'000, 1}, Case{"lzf", 500, 3},
                                         Case{"snappy", 20'000, 1}, Case{"snappy", 500, 3}),
                         testing::PrintToStringParamName());

TEST_P(LogResume, HandsOverEachLineOnceWhereverItIsCut) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    Random random(seed);
    const auto files = files_of(GetParam(), random);
    const Lines expected = undisturbed(files);
    const TemporaryFolder folder;
    if (files.size() > 1) folder.write("eventlog_v2_a/appstatus_a.inprogress", "");
    LogReader reader;
    Lines lines;
    std::uint64_t stored_bytes = 0;
    for (const auto& file : files) {
      std::size_t size = 0;
      while (size < file.bytes.size()) {
        const std::size_t grown =
            std::min(file.bytes.size() - size, pick(random, 1, random() % 4 == 0 ? 200 : 100'000));
        folder.append(file.name, std::string_view(file.bytes).substr(size, grown));
        size += grown;
        const auto read_some = [&] {
          const std::uint64_t limit = pick(random, 1, 60'000);
          return random() % 2 == 0 ? read_text_into(lines, reader, folder, limit)
                                   : read_into(lines, reader, folder, limit, random() % 2 == 0);
        };
        while (read_some() == State::more && random() % 4 != 0) {
          if (random() % 2 == 0) reader = LogReader(stored_and_loaded(reader.position()));
        }
        if (random() % 2 == 0) reader = LogReader(stored_and_loaded(reader.position()));
      }
      stored_bytes += size;
    }
    while (read_into(lines, reader, folder, 10'000) == State::more) {
      reader = LogReader(stored_and_loaded(reader.position()));
    }
    ASSERT_EQ(lines.size(), expected.size()) << "seed " << seed;
    ASSERT_EQ(lines, expected) << "seed " << seed;
    EXPECT_EQ(reader.bytes_read(), stored_bytes);
    EXPECT_EQ(reader.lines_read(), lines.size());
    EXPECT_EQ(reader.damage().count, 0u);
  }
}

}  // namespace
}  // namespace afterglow::history
