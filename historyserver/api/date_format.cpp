#include "historyserver/api/date_format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string>

namespace afterglow::history {
namespace {

// Beyond these nothing is a date, so that sums of them stay within 64 bits.
constexpr std::int64_t kMaxNumber = 1'000'000'000;
constexpr std::int64_t kMaxYear = 30'000;

// Java takes blanks before each number.
bool take_number(std::string_view& text, std::int64_t& number) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number > kMaxNumber || number < -kMaxNumber) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take_char(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Days since 1970 of the first of a month that may lie outside 1..12, then the day counted on.
std::optional<std::int64_t> day_number(std::int64_t year, std::int64_t month, std::int64_t day) {
  using namespace std::chrono;
  const std::int64_t months = year * 12 + month - 1;
  const std::int64_t y = months >= 0 ? months / 12 : (months - 11) / 12;
  if (std::abs(y) > kMaxYear) return {};
  const auto first = year_month_day(std::chrono::year(static_cast<int>(y)),
                                    std::chrono::month(static_cast<unsigned>(months - y * 12 + 1)),
                                    std::chrono::day(1));
  return sys_days(first).time_since_epoch().count() + day - 1;
}

struct Zone {
  std::string_view name;
  int hours;
};
constexpr std::array kZones = {
    Zone{"GMT", 0},  Zone{"UTC", 0},  Zone{"EST", -5}, Zone{"EDT", -4}, Zone{"CST", -6},
    Zone{"CDT", -5}, Zone{"MST", -7}, Zone{"MDT", -6}, Zone{"PST", -8}, Zone{"PDT", -7},
    Zone{"CET", 1},  Zone{"CEST", 2}, Zone{"EET", 2},  Zone{"EEST", 3}, Zone{"WET", 0},
    Zone{"WEST", 1}, Zone{"BST", 1},  Zone{"IST", 5},  Zone{"JST", 9},  Zone{"KST", 9},
};

bool take_digit(std::string_view& text, std::int64_t& number) {
  if (text.empty() || !std::isdigit(static_cast<unsigned char>(text[0]))) return false;
  number = number * 10 + (text[0] - '0');
  text.remove_prefix(1);
  return true;
}

bool starts_with_sign(std::string_view text) {
  return text.starts_with('+') || text.starts_with('-');
}

enum class OffsetForm { digits, colon };  // "+0100"; "+1:00" or "+01:00", which follow "GMT" only

// `text` starts with a sign. Minutes east of Greenwich.
std::optional<std::int64_t> numeric_offset(std::string_view text, OffsetForm form) {
  const std::int64_t sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  if (!take_digit(text, hours)) return {};
  const bool two_digits = take_digit(text, hours);
  if (form == OffsetForm::colon ? !take_char(text, ':') : !two_digits) return {};
  if (!take_digit(text, minutes) || !take_digit(text, minutes)) return {};
  if (hours > 23 || minutes > 59) return {};
  return sign * (hours * 60 + minutes);
}

std::optional<std::int64_t> zone_minutes(std::string_view text) {
  if (starts_with_sign(text)) return numeric_offset(text, OffsetForm::digits);
  std::string name;
  for (const char c : text) {
    if (!std::isalpha(static_cast<unsigned char>(c))) break;
    name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  const auto zone = std::ranges::find(kZones, std::string_view(name), &Zone::name);
  if (zone == kZones.end()) return {};
  if (name == "GMT" && starts_with_sign(text.substr(3))) {
    return numeric_offset(text.substr(3), OffsetForm::colon);
  }
  return zone->hours * 60 + (name == "IST" ? 30 : 0);
}

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view text) {
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
  if (!take_number(text, year) || !take_char(text, '-') || !take_number(text, month) ||
      !take_char(text, '-') || !take_number(text, day)) {
    return {};
  }
  const auto days = day_number(year, month, day);
  if (!days) return {};
  const std::int64_t midnight = *days * 86'400'000;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t millisecond = 0;
  if (!take_char(text, 'T') || !take_number(text, hour) || !take_char(text, ':') ||
      !take_number(text, minute) || !take_char(text, ':') || !take_number(text, second) ||
      !take_char(text, '.') || !take_number(text, millisecond)) {
    return midnight;
  }
  const auto offset = zone_minutes(text);
  if (!offset) return midnight;
  return midnight + ((hour * 60 + minute - *offset) * 60 + second) * 1000 + millisecond;
}

}  // namespace afterglow::history
