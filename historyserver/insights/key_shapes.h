#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace afterglow::history {

// Says of most keys that are not among some at once, without a look at those: by their sizes and
// two letters, in four cache lines. Rules ask for a hundred settings, and few are set.
class KeyShapes {
 public:
  constexpr void add(std::string_view key) { sizes_[row_of(key)] |= bit_of(key); }
  // False: `key` was not added.
  constexpr bool may_have(std::string_view key) const {
    return (sizes_[row_of(key)] & bit_of(key)) != 0;
  }

 private:
  static constexpr std::size_t row_of(std::string_view key) { return key.size() % 64; }
  static constexpr std::uint32_t bit_of(std::string_view key) {
    if (key.empty()) return 1;
    const auto last = static_cast<unsigned char>(key.back());
    const auto middle = static_cast<unsigned char>(key[key.size() / 2]);
    return 1U << ((last + 5 * middle) % 32);
  }

  std::array<std::uint32_t, 64> sizes_{};
};

}  // namespace afterglow::history
