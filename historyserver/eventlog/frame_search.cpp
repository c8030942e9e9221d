#include "historyserver/eventlog/frame_search.h"

#include <algorithm>
#include <array>

namespace afterglow::history {
namespace {

constexpr std::size_t kWindow = 64 * 1024;
constexpr std::size_t kStep = 8 * 1024;
// Whatever decodes for so long is not there by accident, though its frame has not ended.
constexpr std::uint64_t kProof = 1024 * 1024;

using Outcome = FrameSearch::Outcome;

// What is to be thought of `search.at` as the start of a frame.
Result<void> probe(const StoredFile& file, const Codec& codec, std::uint64_t size,
                   FrameSearch& search) {
  std::array<char, kStep> bytes;
  std::string plain;
  const auto decoder = codec.make();
  decoder->start_at(search.at);
  search.outcome = Outcome::possible;
  for (std::uint64_t at = search.at; at < size;) {
    const auto got = file.read_at(at, std::min<std::uint64_t>(kStep, size - at), bytes.data());
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return {};
    const auto taken = decoder->push({bytes.data(), *got}, plain);
    plain.clear();
    search.looked_at += *got;
    at += taken.value_or(0);
    if (decoder->frames() >= static_cast<std::uint64_t>(codec.proof) ||
        (taken && at - search.at >= kProof && decoder->plain() > 0)) {
      search.outcome = Outcome::proved;
    } else if (!taken) {
      search.outcome = Outcome::none;
    }
    if (search.outcome != Outcome::possible) return {};
  }
  return {};
}

}  // namespace

Result<FrameSearch> find_frame(const StoredFile& file, const Codec& codec, std::uint64_t from,
                               std::uint64_t size, std::uint64_t budget) {
  FrameSearch search;
  search.at = from;
  std::string window;
  std::uint64_t window_at = from;
  while (search.at < size && search.looked_at < budget) {
    if (search.at - window_at >= window.size()) {
      window.clear();
      window_at = search.at;
      const auto got =
          file.read_at(search.at, std::min<std::uint64_t>(kWindow, size - search.at), window);
      if (!got) return std::unexpected(got.error());
      if (*got == 0) return search;
      search.looked_at += *got;
    }
    const std::string_view rest = std::string_view(window).substr(search.at - window_at);
    const std::size_t found = codec.find_frame(rest);
    search.at += std::min(found, rest.size());
    if (found == std::string_view::npos) continue;
    if (auto probed = probe(file, codec, size, search); !probed) {
      return std::unexpected(probed.error());
    }
    if (search.outcome != Outcome::none) return search;
    ++search.at;
  }
  return search;
}

}  // namespace afterglow::history
