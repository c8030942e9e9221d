// A log of any bytes, read at once and by one reader after the other: it ends, and where nothing is
// damaged the lines are the same. A long way off the end or inside damage, positions go on to work.
//
// Input: a byte that picks the codec, a byte for the limit of each read(), the file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/eventlog/log_ends.h"
#include "historyserver/eventlog/log_reader.h"
#include "tests/fuzz/memory_file.h"

namespace {

using namespace afterglow::history;

constexpr std::string_view kCodecs[] = {"", "zstd", "lz4", "lzf", "snappy"};
constexpr std::size_t kMaxLine = 64 * 1024;
constexpr std::uint64_t kMaxBytes = 64 * 1024 * 1024;

struct Outcome {
  std::vector<std::string> lines;
  std::uint64_t damage = 0;
  bool ended = false;
};

Outcome read(const LogListing& listing, std::uint64_t limit, bool resumed) {
  Outcome outcome;
  std::uint64_t bytes = 0;
  LogReader reader({}, kMaxLine);
  const std::uint64_t steps = 1000 + 100 * listing.size();
  for (std::uint64_t i = 0; bytes < kMaxBytes; ++i) {
    expect(i < steps + bytes);
    const auto state = reader.read(listing, limit, [&](std::string_view line, const auto&) {
      bytes += line.size();
      outcome.lines.emplace_back(line);
      return true;
    });
    expect(state.has_value() && *state != LogReader::State::replaced);
    expect(reader.bytes_read() <= listing.size());
    outcome.damage = reader.damage().count;
    outcome.ended = *state == LogReader::State::caught_up;
    if (outcome.ended) break;
    if (resumed) reader = LogReader(reader.position(), kMaxLine);
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const MemoryFile file(bytes);
  LogListing listing;
  listing.files.push_back({.path = file.path(),
                           .codec = std::string(kCodecs[data[0] % std::size(kCodecs)]),
                           .size = bytes.size(),
                           .inode = 1});
  const Outcome whole = read(listing, kMaxBytes, false);
  const Outcome pieces = read(listing, 64 + 256 * data[1], true);
  if (whole.ended && pieces.ended && whole.damage == 0) {
    expect(pieces.damage == 0 && whole.lines == pieces.lines);
  }
  expect(first_lines(listing, 100'000).has_value() && last_lines(listing).has_value());
  return 0;
}
