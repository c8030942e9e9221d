#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace afterglow::history {

// XXH3, 128 bits: two texts with the same one are taken as the same text.
struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  auto operator<=>(const Hash128&) const = default;
};
struct LowHalf {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};
Hash128 hash_128(std::string_view text);

}  // namespace afterglow::history
