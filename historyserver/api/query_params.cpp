#include "historyserver/api/query_params.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "common/base/ascii.h"
#include "historyserver/api/date_format.h"

namespace afterglow::history {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

bool takes_hexadecimal(std::string_view& text) {
  if (!text.starts_with("0x") && !text.starts_with("0X")) return false;
  text.remove_prefix(2);
  return true;
}

// Java's Double.parseDouble. Its hexadecimal form must have an exponent: 0x1p-1.
std::optional<double> java_double(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with('f') || text.ends_with('F') || text.ends_with('d') || text.ends_with('D')) {
    text.remove_suffix(1);
  }
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  if (text == "NaN") {
    number = std::numeric_limits<double>::quiet_NaN();
  } else if (text == "Infinity") {
    number = std::numeric_limits<double>::infinity();
  } else {
    const bool hexadecimal = takes_hexadecimal(text);
    if (hexadecimal && text.find_first_of("pP") == std::string_view::npos) return {};
    const auto is_digit = hexadecimal ? [](int c) { return std::isxdigit(c); }
                                      : [](int c) { return std::isdigit(c); };
    if (text.empty() || !(is_digit(static_cast<unsigned char>(text[0])) || text[0] == '.')) {
      return {};
    }
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number,
                        hexadecimal ? std::chars_format::hex : std::chars_format::general);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return {};
    // from_chars leaves the number alone; strtod tells too large from too small.
    if (error == std::errc::result_out_of_range) {
      number = std::strtod(((hexadecimal ? "0x" : "") + std::string(text)).c_str(), nullptr);
    }
  }
  return negative ? -number : number;
}

}  // namespace

std::optional<std::int64_t> java_int(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

Parsed<std::int64_t> int_parameter(const Request& request, std::string_view name,
                                   std::int64_t fallback) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return fallback;
  const auto number = java_int(text);
  if (!number) return std::unexpected(html_error(404, "Not Found"));
  return *number;
}

bool flag_parameter(const Request& request, std::string_view name, bool fallback) {
  const auto text = request.parameter(name);
  return text && !text->empty() ? upper(*text) == "TRUE" : fallback;
}

Parsed<std::vector<std::string>> enum_parameters(const Request& request, std::string_view name,
                                                 const std::vector<std::string_view>& words) {
  std::vector<std::string> values;
  for (const std::string& text : request.parameters(name)) {
    std::string word = upper(text);
    if (!word.empty() && std::ranges::find(words, word) == words.end()) {
      return std::unexpected(html_error(404, "Not Found"));
    }
    values.push_back(std::move(word));
  }
  return values;
}

Parsed<std::vector<double>> quantiles_parameter(const Request& request, std::string_view fallback) {
  std::string list = request.parameter("quantiles").value_or(std::string(fallback));
  while (list.size() > 1 && list.ends_with(',')) list.pop_back();
  std::vector<double> quantiles;
  std::string_view rest = list;
  for (bool more = true; more;) {
    const auto comma = rest.find(',');
    const std::string_view text = rest.substr(0, comma);
    more = comma != std::string_view::npos;
    if (more) rest.remove_prefix(comma + 1);
    const auto number = java_double(text);
    if (!number) {
      return std::unexpected(
          text_response(400, "Bad value for parameter \"quantiles\".  Expected a double, got \"" +
                                 std::string(text) + "\""));
    }
    quantiles.push_back(*number);
  }
  // NaN sorts last, as in Java.
  std::ranges::sort(quantiles,
                    [](double a, double b) { return std::isnan(b) ? !std::isnan(a) : a < b; });
  return quantiles;
}

Parsed<std::int64_t> date_parameter(const Request& request, std::string_view name,
                                    std::int64_t fallback) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return fallback;
  if (const auto time = parse_date(text)) return *time;
  Response response = text_response(400, "Couldn't parse date: " + text);
  response.content_type = "application/json";  // as Spark labels this one
  return std::unexpected(std::move(response));
}

}  // namespace afterglow::history
