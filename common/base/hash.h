#pragma once

#include <cstdint>
#include <string_view>

namespace afterglow {

// FNV-1a, 64 bits: quick, the same on every machine, not for secrets.
constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace afterglow
