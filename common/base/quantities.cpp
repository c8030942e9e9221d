#include "common/base/quantities.h"

#include <charconv>
#include <optional>
#include <string>

namespace afterglow {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

constexpr std::int64_t kibi = 1024;
constexpr Unit size_units[] = {
    {"b", 1},
    {"g", kibi* kibi* kibi},
    {"gb", kibi* kibi* kibi},
    {"k", kibi},
    {"kb", kibi},
    {"m", kibi* kibi},
    {"mb", kibi* kibi},
    {"p", kibi* kibi* kibi* kibi* kibi},
    {"pb", kibi* kibi* kibi* kibi* kibi},
    {"t", kibi* kibi* kibi* kibi},
    {"tb", kibi* kibi* kibi* kibi},
};

constexpr std::int64_t second = 1'000'000;  // in microseconds
constexpr Unit time_units[] = {
    {"d", 86'400 * second}, {"h", 3'600 * second}, {"m", 60 * second}, {"min", 60 * second},
    {"ms", 1'000},          {"s", second},         {"us", 1},
};

std::string lower_trimmed(std::string_view text) {
  const auto is_space = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

template <std::size_t N>
std::optional<std::int64_t> factor_of(const Unit (&units)[N], std::string_view name,
                                      std::int64_t default_factor) {
  if (name.empty()) return default_factor;
  for (const Unit& unit : units) {
    if (unit.name == name) return unit.factor;
  }
  return std::nullopt;
}

template <std::size_t N>
Result<std::int64_t> parse(const Unit (&units)[N], std::string_view text,
                           std::int64_t default_factor, const char* what, const char* examples) {
  const std::string lower = lower_trimmed(text);
  std::int64_t number = 0;
  const char* const end = lower.data() + lower.size();
  const auto [rest, problem] = std::from_chars(lower.data(), end, number);
  const std::string quoted = std::string(1, '"').append(text) + '"';
  if (problem == std::errc::result_out_of_range) {
    return fail(ErrorKind::invalid_argument, quoted + " is too large");
  }
  if (problem != std::errc() || (rest != end && (*rest == '.' || *rest == ','))) {
    const bool fraction = problem == std::errc();
    return fail(ErrorKind::invalid_argument,
                quoted + " is not " + what + (fraction ? ": fractions are not allowed" : "") +
                    "; write a whole number and a unit, such as " + examples);
  }
  const auto factor = factor_of(units, std::string_view(rest, end), default_factor);
  if (!factor) {
    return fail(ErrorKind::invalid_argument, quoted + " has the unknown unit \"" +
                                                 std::string(rest, end) + "\"; write " + what +
                                                 " such as " + examples);
  }
  std::int64_t product = 0;
  if (__builtin_mul_overflow(number, *factor, &product)) {
    return fail(ErrorKind::invalid_argument, quoted + " is too large");
  }
  return product;
}

}  // namespace

Result<std::int64_t> parse_bytes(std::string_view text, std::int64_t default_unit) {
  return parse(size_units, text, default_unit, "a size", "512m or 4g");
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text,
                                                 std::chrono::milliseconds default_unit) {
  const auto microseconds =
      parse(time_units, text, default_unit.count() * 1'000, "a duration", "500ms, 30s or 10min");
  if (!microseconds) return std::unexpected(microseconds.error());
  return std::chrono::milliseconds(*microseconds / 1'000);
}

}  // namespace afterglow
