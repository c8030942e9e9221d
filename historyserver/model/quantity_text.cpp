#include "historyserver/model/quantity_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace afterglow::history {
namespace {

// "1234.5" for 1.2345e+03: the shortest digits that tell the number, zeros around them.
std::string shortest(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 std::chars_format::scientific)
                       .ptr;
  std::string digits(buffer.data(), end);
  const std::size_t e = digits.find('e');
  const int exponent = std::stoi(digits.substr(e + 1));
  digits.resize(e);
  std::erase(digits, '.');
  if (exponent < 0)
    return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
  digits.resize(std::max(digits.size(), whole + 1), '0');
  return digits.insert(whole, 1, '.');
}

std::string tenths_text(std::int64_t tenths) {
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// How often `unit` is in `ms`, half up.
std::int64_t rounded_to(std::int64_t ms, std::int64_t unit) {
  return (ms + unit / 2) / unit;
}

}  // namespace

std::string rounded(double number, std::size_t decimals) {
  if (number < 0) return "-" + rounded(-number, decimals);
  std::string text = shortest(number);
  const std::size_t last = text.find('.') + decimals;
  text.resize(std::max(text.size(), last + 2), '0');
  const bool up = text[last + 1] >= '5';
  text.resize(last + 1);
  if (!up) return text;
  for (std::size_t at = text.size(); at-- > 0;) {
    if (text[at] == '.') continue;
    if (text[at] != '9') {
      ++text[at];
      return text;
    }
    text[at] = '0';
  }
  return "1" + text;
}

std::string size_text(std::int64_t bytes) {
  constexpr std::array<std::string_view, 7> kUnits = {"EiB", "PiB", "TiB", "GiB",
                                                      "MiB", "KiB", "B"};
  std::size_t unit = 0;
  std::int64_t size = std::int64_t{1} << 60;
  // A unit is used from twice its size on.
  for (; size > 1 && bytes < 2 * size; size >>= 10) ++unit;
  return rounded(static_cast<double>(bytes) / static_cast<double>(size), 1) + " " +
         std::string(kUnits[unit]);
}

std::string page_duration_text(std::int64_t ms) {
  constexpr std::int64_t kSecond = 1000;
  constexpr std::int64_t kMinute = 60 * kSecond;
  constexpr std::int64_t kHour = 60 * kMinute;
  if (ms < 100) return std::to_string(ms) + " ms";
  if (ms < kSecond) return tenths_text(rounded_to(ms, kSecond / 10)) + " s";
  if (ms < kMinute) return std::to_string(rounded_to(ms, kSecond)) + " s";
  if (ms < 10 * kMinute) return tenths_text(rounded_to(ms, kMinute / 10)) + " min";
  if (ms < kHour) return std::to_string(rounded_to(ms, kMinute)) + " min";
  return tenths_text(rounded_to(ms, kHour / 10)) + " h";
}

}  // namespace afterglow::history
