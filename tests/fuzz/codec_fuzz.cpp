// Decoders on any bytes: they neither crash nor hang nor grow without bounds, and give the same
// whatever the sizes of the pieces and wherever they are started again.
//
// Input: a byte that picks the codec, a byte that picks the size of the pieces, the file.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/codec/codecs.h"

namespace {

using namespace afterglow::history;

constexpr std::string_view kCodecs[] = {"zstd", "lz4", "lzf", "snappy"};
constexpr std::size_t kMaxOutput = 64 * 1024 * 1024;

void expect(bool holds) {
  if (!holds) std::abort();
}

struct Decoded {
  std::string plain;
  bool good = true;
};

// Also asks for a restart point after each piece, and keeps it in `points`.
Decoded decode(const Codec& codec, std::string_view bytes, std::uint64_t start, std::size_t piece,
               std::vector<RestartPoint>* points) {
  Decoded decoded;
  const auto decoder = codec.make();
  decoder->start_at(start);
  bytes.remove_prefix(start);
  while (!bytes.empty() && decoded.plain.size() < kMaxOutput) {
    const std::size_t before = decoded.plain.size();
    const auto taken = decoder->push(bytes.substr(0, piece), decoded.plain);
    expect(decoder->plain() == decoded.plain.size());
    decoded.good = taken.has_value();
    if (!taken) break;
    expect(*taken <= bytes.size() && (*taken > 0 || decoded.plain.size() > before));
    bytes.remove_prefix(*taken);
    const RestartPoint point = decoder->restart_before(decoded.plain.size());
    expect(point.plain <= decoded.plain.size() && point.stored >= start);
    if (points) points->push_back(point);
  }
  return decoded;
}

void check(const Codec& codec, std::string_view bytes, std::size_t piece) {
  std::vector<RestartPoint> points;
  const Decoded whole = decode(codec, bytes, 0, bytes.size(), nullptr);
  const Decoded pieces = decode(codec, bytes, 0, piece, &points);
  if (whole.plain.size() >= kMaxOutput || pieces.plain.size() >= kMaxOutput) return;
  expect(whole.good == pieces.good);
  // How much of a damaged frame comes out depends on the pieces.
  if (whole.good) expect(whole.plain == pieces.plain);
  expect(whole.plain.starts_with(pieces.plain) || pieces.plain.starts_with(whole.plain));
  if (points.empty()) return;
  const RestartPoint point = points[points.size() / 2];
  const Decoded again = decode(codec, bytes, point.stored, piece, nullptr);
  if (!whole.good || again.plain.size() >= kMaxOutput) return;
  expect(again.good && again.plain == whole.plain.substr(point.plain));
}

void search(const Codec& codec, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t found = codec.find_frame(bytes);
    if (found == std::string_view::npos) return;
    expect(found < bytes.size());
    bytes.remove_prefix(found + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto codec = find_codec(kCodecs[data[0] % std::size(kCodecs)], "");
  expect(codec.has_value());
  check(**codec, bytes, 1 + data[1] * data[1]);
  search(**codec, bytes);
  return 0;
}
