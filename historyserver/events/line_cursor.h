#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace afterglow::history {

// Walks over one line of compact JSON whose shape is known, without looking back. Reads of the line
// may touch kLinePadding bytes after it.
class LineCursor {
 public:
  explicit LineCursor(std::string_view line) : at_(line.data()), end_(at_ + line.size()) {}

  // Steps over `literal` when it stands here.
  template <std::size_t Size>
  bool skip(const char (&literal)[Size]) {
    constexpr std::size_t length = Size - 1;
    static_assert(length <= 64, "longer than what may be touched after the line");
    if (!equal<length>(at_, literal)) return false;
    at_ += length;
    return at_ <= end_;
  }
  bool skip(std::string_view literal) {
    if (left() < literal.size() || std::memcmp(at_, literal.data(), literal.size()) != 0) {
      return false;
    }
    at_ += literal.size();
    return true;
  }

  // A whole number of up to 18 digits.
  bool integer(std::int64_t& number) {
    const bool negative = *at_ == '-';
    if (negative) ++at_;
    const char* const begin = at_;
    std::int64_t value = 0;
    while (digit(*at_) && at_ - begin < 19) value = value * 10 + (*at_++ - '0');
    if (at_ == begin || at_ - begin > 18 || (*begin == '0' && at_ - begin > 1)) return false;
    if (*at_ == '.' || *at_ == 'e' || *at_ == 'E') return false;
    number = negative ? -value : value;
    return at_ < end_;
  }
  bool boolean(bool& flag) {
    flag = *at_ == 't';
    return flag ? skip("true") : skip("false");
  }
  // The rest of a string whose opening quote was stepped over, and its closing quote; false when it
  // holds anything that only a real parser can judge: an escape, a control character, no ASCII.
  bool rest_of_string(std::string_view& text) {
    const char* const begin = at_;
    const void* const quote = std::memchr(begin, '"', left());
    if (!quote) return false;
    at_ = static_cast<const char*>(quote);
    text = std::string_view(begin, static_cast<std::size_t>(at_ - begin));
    ++at_;
    return plain(text);
  }
  bool rest_of_string(std::string& text) {
    std::string_view found;
    if (!rest_of_string(found)) return false;
    text = found;
    return true;
  }
  // Steps behind the next `mark`.
  bool skip_past(char mark) {
    const void* const found = std::memchr(at_, mark, left());
    if (!found) return false;
    at_ = static_cast<const char*>(found) + 1;
    return true;
  }

  bool at_end() const { return at_ == end_; }

 private:
  // As memcmp, eight bytes at a time without a call; the last eight may overlap those before.
  template <std::size_t Length>
  static bool equal(const char* a, const char* b) {
    const auto differ = []<typename Word>(const char* x, const char* y, Word) {
      Word first;
      Word second;
      std::memcpy(&first, x, sizeof first);
      std::memcpy(&second, y, sizeof second);
      return first ^ second;
    };
    if constexpr (Length >= 8) {
      std::uint64_t difference = 0;
      for (std::size_t i = 0; i + 8 <= Length; i += 8) {
        difference |= differ(a + i, b + i, std::uint64_t{});
      }
      return (difference | differ(a + Length - 8, b + Length - 8, std::uint64_t{})) == 0;
    } else if constexpr (Length >= 4) {
      return (differ(a, b, std::uint32_t{}) |
              differ(a + Length - 4, b + Length - 4, std::uint32_t{})) == 0;
    } else {
      for (std::size_t i = 0; i < Length; ++i) {
        if (a[i] != b[i]) return false;
      }
      return true;
    }
  }
  // Whether all characters are ASCII from the blank on, and none is a backslash: eight at a time,
  // with blanks for what stands behind the text. The highest bit of each byte tells.
  static bool plain(std::string_view text) {
    constexpr std::uint64_t kEach = 0x0101010101010101;
    const auto below = [](std::uint64_t word, std::uint64_t limit) {
      return (word - limit * kEach) & ~word;
    };
    std::uint64_t odd = 0;
    for (std::size_t i = 0; i < text.size(); i += 8) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + i, sizeof word);
      if (text.size() - i < 8) {
        const std::uint64_t behind = ~std::uint64_t{0} << 8 * (text.size() - i);
        word = (word & ~behind) | (' ' * kEach & behind);
      }
      odd |= word | below(word, ' ') | below(word ^ '\\' * kEach, 1);
    }
    return (odd & 0x80 * kEach) == 0;
  }
  static bool digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
  std::size_t left() const { return at_ < end_ ? static_cast<std::size_t>(end_ - at_) : 0; }

  const char* at_;
  const char* end_;
};

}  // namespace afterglow::history
