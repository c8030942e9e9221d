// Damage inside compressed files: what is intact before and after it is handed over.

#include <algorithm>
#include <ostream>
#include <set>

#include "historyserver/eventlog/log_reader.h"
#include "tests/unit/historyserver/eventlog/sample_logs.h"

namespace afterglow::history {
namespace {

using State = LogReader::State;
using Lines = std::vector<std::string>;
// A log file as its frames, and the text of each.
struct Frames {
  std::vector<std::string> stored;
  std::vector<std::string> plain;
};

Frames make_frames(std::string_view codec, std::string_view plain, std::size_t size,
                   Random& random) {
  Frames frames;
  while (!plain.empty()) {
    const std::size_t piece = pick(random, size / 2, size);
    frames.plain.emplace_back(plain.substr(0, piece));
    plain.remove_prefix(frames.plain.back().size());
    frames.stored.push_back(stored_frame(codec, frames.plain.back(), random));
  }
  if (codec == "snappy") frames.stored.front() = snappy_header() + frames.stored.front();
  return frames;
}

std::string bytes_of(const Frames& frames) {
  std::string bytes;
  for (const std::string& frame : frames.stored) bytes += frame;
  return bytes;
}

Lines lines_of(std::string_view text) {
  Lines lines;
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// The lines that stand wholly outside the frames first..last.
Lines lines_outside(const Frames& frames, std::size_t first, std::size_t last) {
  std::string before;
  std::string after;
  for (std::size_t i = 0; i < frames.plain.size(); ++i) {
    if (i < first) before += frames.plain[i];
    if (i > last) after += frames.plain[i];
  }
  Lines lines = lines_of(before);
  if (!after.starts_with("{\"n\"")) after.erase(0, after.find('\n') + 1);
  const Lines rest = lines_of(after);
  lines.insert(lines.end(), rest.begin(), rest.end());
  return lines;
}

// How a frame is damaged, in place. `size` is that of its header.
struct Damage {
  const char* name;
  void (*apply)(std::string& frame, Random& random);
};

const Damage kDamages[] = {
    {"garbage",
     [](std::string& f, Random& r) {
       for (char& c : f) c = static_cast<char>(r());
     }},
    {"zeros", [](std::string& f, Random&) { f.assign(f.size() + 4096, '\0'); }},
    {"flips",
     [](std::string& f, Random& r) {
       for (int i = 0; i < 8; ++i) f[pick(r, 0, f.size() - 1)] ^= static_cast<char>(1 << r() % 8);
     }},
    {"loss", [](std::string& f, Random& r) { f.erase(pick(r, 0, f.size() - 1)); }},
    {"loss of its start", [](std::string& f, Random& r) { f.erase(0, pick(r, 1, f.size())); }},
    {"insertion",
     [](std::string& f, Random& r) { f.insert(pick(r, 0, f.size() - 1), std::to_string(r())); }},
};

class LogDamage : public testing::TestWithParam<const char*> {
 protected:
  std::string name() { return std::string("a.") + GetParam(); }
  LogListing listing() { return value_of(list_logs(folder_.path())).at(0); }
  State read(std::uint64_t limit = kNoLimit) {
    return value_of(reader_.read(listing(), limit, [&](auto line, const auto&) {
      lines_.emplace_back(line);
      return true;
    }));
  }
  Lines read_at_once(const std::string& bytes) {
    folder_.write(name(), bytes);
    reader_ = LogReader();
    EXPECT_EQ(read(), State::caught_up);
    return std::exchange(lines_, {});
  }
  Lines read_in_pieces(const std::string& bytes, Random& random) {
    const std::string growing = name() + ".inprogress";
    folder_.remove(name());
    reader_ = LogReader();
    for (std::size_t size = 0; size < bytes.size();) {
      const std::size_t grown = std::min(bytes.size() - size, pick(random, 1, 5000));
      folder_.append(growing, std::string_view(bytes).substr(size, grown));
      size += grown;
      while (read(pick(random, 1, 10'000)) == State::more) {
        if (random() % 2 == 0) reader_ = LogReader(stored_and_loaded(reader_.position()));
      }
    }
    folder_.rename(growing, name());
    EXPECT_EQ(read(), State::caught_up);
    return std::exchange(lines_, {});
  }

  TemporaryFolder folder_;
  LogReader reader_;
  Lines lines_;
};
INSTANTIATE_TEST_SUITE_P(All, LogDamage, testing::Values("zstd", "lz4", "lzf", "snappy"),
                         [](const auto& run) { return std::string(run.param); });

// What is handed over beyond `expected` is text of damaged frames that happens to decode.
void expect_all(Lines lines, const Lines& expected, const std::string& about) {
  const std::set<std::string> known(expected.begin(), expected.end());
  const std::size_t all = lines.size();
  std::erase_if(lines, [&](const std::string& line) { return !known.contains(line); });
  EXPECT_LE(all - lines.size(), 40u) << about;
  ASSERT_EQ(lines.size(), expected.size()) << about;
  ASSERT_EQ(lines, expected) << about;
}

TEST_P(LogDamage, CostsTheFramesThatItTouches) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    for (const Damage& damage : kDamages) {
      Random random(seed);
      Frames frames = make_frames(GetParam(), joined(sample_lines(random, 60)), 2000, random);
      const std::size_t victim = pick(random, 1, frames.stored.size() - 4);
      // A frame that lacks its last bytes may take those of the next one for them.
      const std::size_t last = victim + (std::string_view(damage.name) == "loss" ? 1 : 0);
      const Lines expected = lines_outside(frames, victim, last);
      damage.apply(frames.stored[victim], random);
      const std::string about = std::string(damage.name) + ", seed " + std::to_string(seed);
      expect_all(read_at_once(bytes_of(frames)), expected, about);
      EXPECT_LE(reader_.damage().count, 3u) << about;
      expect_all(read_in_pieces(bytes_of(frames), random), expected, about + ", in pieces");
    }
  }
}

std::string lines_text(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) text += "{\"n\":" + std::to_string(i) + "}\n";
  return text;
}
Lines some_lines(int from, int to) {
  return lines_of(lines_text(from, to));
}

// A log of one frame for each text.
std::string log_of(std::string_view codec, const Lines& texts) {
  Random random(1);
  std::string bytes = codec == "snappy" ? snappy_header() : "";
  for (const std::string& text : texts) bytes += stored_frame(codec, text, random);
  return bytes;
}

const std::string kGarbage(5000, '\xee');

TEST_P(LogDamage, SaysWhereItIsAndHowOften) {
  const std::string codec = GetParam();
  const std::string part = log_of(codec, {lines_text(1, 3), "{\"cut\":"});
  const Lines lines =
      read_at_once(part + kGarbage + log_of(codec, {"x}\n" + lines_text(4, 5), lines_text(6, 6)}) +
                   kGarbage + log_of(codec, {"{}\n" + lines_text(7, 8)}));
  Lines expected = some_lines(1, 8);
  if (codec == "zstd") expected.insert(expected.end() - 2, "{}");
  EXPECT_EQ(lines, expected);
  EXPECT_EQ(reader_.damage().count, 2u);
  EXPECT_TRUE(reader_.damage().first.starts_with(name() + ", byte " + std::to_string(part.size()) +
                                                 ": bad " + codec + " data: "))
      << reader_.damage().first;
  EXPECT_FALSE(reader_.has_torn_tail());
  EXPECT_EQ(reader_.bytes_read(), listing().size());
}

TEST_P(LogDamage, AtTheVeryStart) {
  EXPECT_EQ(
      read_at_once(kGarbage + log_of(GetParam(), {"x\n" + lines_text(1, 20), lines_text(21, 30)})),
      some_lines(1, 30));
  EXPECT_TRUE(reader_.damage().first.starts_with(name() + ", byte 0: "));
  EXPECT_EQ(read_at_once(kGarbage), Lines{});
  EXPECT_EQ(reader_.damage().count, 1u);
}

TEST_P(LogDamage, IsSearchedForAnEndAsTheFileGrows) {
  const std::string bytes = log_of(GetParam(), {lines_text(1, 20)}) + kGarbage;
  const std::string more = log_of(GetParam(), {"x\n" + lines_text(21, 30), lines_text(31, 40)});
  for (std::size_t cut = 0; cut < 40; ++cut) {
    folder_.write(name(), bytes + more.substr(0, cut));
    reader_ = LogReader();
    EXPECT_EQ(read(), State::caught_up);
    reader_ = LogReader(stored_and_loaded(reader_.position()));
    EXPECT_EQ(read(), State::caught_up);
    folder_.append(name(), more.substr(cut));
    EXPECT_EQ(read(), State::caught_up);
    EXPECT_EQ(std::exchange(lines_, {}), some_lines(1, 40)) << cut;
    EXPECT_EQ(reader_.damage().count, 1u);
  }
}

TEST_P(LogDamage, OfARollingLogEndsWithTheFile) {
  const std::string folder = "eventlog_v2_a/events_";
  folder_.write("eventlog_v2_a/appstatus_a", "");
  folder_.write(folder + "1_" + name(), log_of(GetParam(), {lines_text(1, 3), "{"}) + kGarbage);
  folder_.write(folder + "2_" + name(), log_of(GetParam(), {lines_text(4, 9)}));
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(lines_, some_lines(1, 9));
  EXPECT_EQ(reader_.damage().count, 1u);
}

// Such a frame waits for bytes that belong to others, or never come.
TEST_P(LogDamage, IsNoticedInATornFrameWhenNothingMoreIsExpected) {
  Random random(1);
  std::string long_text;
  while (long_text.size() < 30'000) long_text += std::to_string(random());
  std::string bytes = log_of(GetParam(), {lines_text(1, 20), long_text});
  bytes.resize(bytes.size() - 6000);
  const std::string behind = log_of(GetParam(), {"x\n" + lines_text(21, 30), lines_text(31, 40)});
  folder_.write(name() + ".inprogress", bytes + behind);
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(std::exchange(lines_, {}), some_lines(1, 20));
  EXPECT_EQ(reader_.damage().count, 0u);
  EXPECT_TRUE(reader_.has_torn_tail());
  folder_.rename(name() + ".inprogress", name());
  EXPECT_EQ(read(), State::caught_up);
  EXPECT_EQ(lines_, some_lines(21, 40));
  EXPECT_EQ(reader_.damage().count, 1u);
  EXPECT_FALSE(reader_.has_torn_tail());
}

// Also behind what was found behind the first.
TEST_P(LogDamage, IsNoticedInEachTornFrame) {
  Random random(1);
  std::string long_text;
  while (long_text.size() < 30'000) long_text += std::to_string(random());
  std::string first = log_of(GetParam(), {lines_text(1, 20), long_text});
  std::string second =
      log_of(GetParam(), {"x\n" + lines_text(21, 30), lines_text(31, 40), long_text});
  const std::string third = log_of(GetParam(), {"x\n" + lines_text(41, 50), lines_text(51, 60)});
  first.resize(first.size() - 6000);
  second.resize(second.size() - 6000);
  EXPECT_EQ(read_at_once(first + second + third), some_lines(1, 60));
  EXPECT_EQ(reader_.damage().count, 2u);
}

TEST_P(LogDamage, IsNotWhatATornEndIs) {
  const std::string bytes = log_of(GetParam(), {lines_text(1, 20), lines_text(21, 40)});
  EXPECT_EQ(read_at_once(bytes.substr(0, bytes.size() - 3)).front(), some_lines(1, 1).front());
  EXPECT_EQ(reader_.damage().count, 0u);
  EXPECT_TRUE(reader_.has_torn_tail());
}

}  // namespace
}  // namespace afterglow::history
