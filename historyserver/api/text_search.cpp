#include "historyserver/api/text_search.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>

namespace afterglow::history {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The bytes of the character at the start of `text`; 1 where there is none.
std::size_t take_character(std::string_view text, std::uint32_t& character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t size = 1;
  character = byte(0);
  if (byte(0) >= 0xC2 && byte(0) < 0xE0) {
    size = 2;
    character &= 0x1F;
  } else if (byte(0) >= 0xE0 && byte(0) < 0xF0) {
    size = 3;
    character &= 0x0F;
  } else if (byte(0) >= 0xF0 && byte(0) < 0xF5) {
    size = 4;
    character &= 0x07;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (i >= text.size() || (byte(i) & 0xC0) != 0x80) return 1;
    character = character << 6 | (byte(i) & 0x3F);
  }
  return size;
}

void append_character(std::string& text, std::uint32_t character) {
  const auto tail = [&](int shift) {
    text += static_cast<char>(0x80 | (character >> shift & 0x3F));
  };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xC0 | character >> 6);
    tail(0);
  } else if (character < 0x10000) {
    text += static_cast<char>(0xE0 | character >> 12);
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | character >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower;
  if (is_ascii(text)) {
    lower = text;
    std::ranges::transform(lower, lower.begin(), ascii_lower);
    return lower;
  }
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  while (!text.empty()) {
    std::uint32_t character = 0;
    const std::size_t size = take_character(text, character);
    if (size == 1 || !unicode) {
      for (const char c : text.substr(0, size)) lower += ascii_lower(c);
    } else {
      append_character(lower, static_cast<std::uint32_t>(towlower_l(character, unicode)));
    }
    text.remove_prefix(size);
  }
  return lower;
}

bool TextSearch::is_in(std::string_view text) const {
  if (!is_ascii(text)) return lower_case(text).find(wanted_) != std::string::npos;
  return !std::ranges::search(text, wanted_, {}, ascii_lower).empty() || wanted_.empty();
}

}  // namespace afterglow::history
