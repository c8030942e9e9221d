// Changes the lines of a log as what they are, so that most of them still decode: takes values for
// other values, fields away, lines away or elsewhere. What is random bytes only, the decoder
// refuses before it gets anywhere.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Random = std::mt19937_64;
using Lines = std::vector<std::string>;
using namespace std::string_view_literals;

constexpr std::size_t kMostLines = 80;
constexpr std::size_t kMostBytes = 200'000;

constexpr std::string_view kOddValues[] = {"-1"sv,
                                           "0"sv,
                                           "1"sv,
                                           "7"sv,
                                           "63"sv,
                                           "64"sv,
                                           "2147483647"sv,
                                           "-2147483648"sv,
                                           "4294967296"sv,
                                           "9007199254740993"sv,
                                           "9223372036854775807"sv,
                                           "-9223372036854775808"sv,
                                           "18446744073709551615"sv,
                                           "123456789012345678901234567890"sv,
                                           "0.5"sv,
                                           "-0.0"sv,
                                           "1e30"sv,
                                           "-1e300"sv,
                                           "1e999"sv,
                                           "1.7976931348623157e308"sv,
                                           "01"sv,
                                           "null"sv,
                                           "true"sv,
                                           "false"sv,
                                           "tru"sv,
                                           "[]"sv,
                                           "{}"sv,
                                           "[[]]"sv,
                                           "[null]"sv,
                                           "[{}]"sv,
                                           "[1,2]"sv,
                                           "[\"a\",-1]"sv,
                                           "{\"\":{}}"sv,
                                           "\"\""sv,
                                           "\"NaN\""sv,
                                           "\"-1\""sv,
                                           "\"99999999999999999999\""sv,
                                           "\"rdd_1_2\""sv,
                                           "\"driver\""sv,
                                           "\"\\u0000\""sv,
                                           "\"\\ud800\""sv,
                                           "\"\xc3\xa9\\n\""sv,
                                           "\"\xff\""sv,
                                           "\"\x01\""sv,
                                           "\"a\\\"b'c\""sv,
                                           "\"SparkListenerTaskEnd\""sv,
                                           "\"Success\""sv,
                                           "\"sql\""sv};

// A value in a line, and the member or element that it is: with its name, without a comma.
struct Value {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t member = 0;
};

std::size_t below(Random& random, std::size_t end) {
  return end == 0 ? 0 : random() % end;
}

std::size_t string_end(std::string_view line, std::size_t at) {
  for (++at; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] == '\\') ++at;
  }
  return std::min(line.size(), at + 1);
}

std::vector<Value> values_of(std::string_view line) {
  std::vector<Value> found;
  std::vector<std::size_t> open;  // containers, by their number in `found`
  std::size_t member = 0;
  for (std::size_t at = 0; at < line.size();) {
    const char c = line[at];
    if (c == '"') {
      const std::size_t end = string_end(line, at);
      if (end < line.size() && line[end] == ':') {
        member = at;
        at = end + 1;
        continue;
      }
      found.push_back({at, end, std::min(member, at)});
      at = end;
    } else if (c == '{' || c == '[') {
      open.push_back(found.size());
      found.push_back({at, line.size(), member});
      ++at;
    } else if (c == '}' || c == ']') {
      ++at;
      if (open.empty()) continue;
      found[open.back()].end = at;
      open.pop_back();
      continue;
    } else if (c == ',') {
      ++at;
    } else {
      const std::size_t end = std::min(line.size(), line.find_first_of(",]}", at));
      found.push_back({at, end, member});
      at = end;
      continue;
    }
    if (c != '"') member = at;
  }
  return found;
}

std::string nested(std::string_view value, Random& random) {
  const std::size_t depth = random() % 8 == 0 ? below(random, 3000) : 1;
  std::string text;
  const bool object = random() % 2 == 0;
  for (std::size_t i = 0; i < depth; ++i) text += object ? "{\"children\":" : "[";
  text += value;
  return text + std::string(depth, object ? '}' : ']');
}

// A value of any line, so that ids meet.
std::string any_value(const Lines& lines, Random& random) {
  const std::string& line = lines[below(random, lines.size())];
  const auto values = values_of(line);
  if (values.empty()) return "0";
  const Value& value = values[below(random, values.size())];
  return line.substr(value.begin, value.end - value.begin);
}

std::string replacement(const std::string& value, const Lines& lines, Random& random) {
  switch (random() % 6) {
    case 0:
      return any_value(lines, random);
    case 1:
      return nested(value, random);
    case 2:
      return value.starts_with('"') ? "\"" + std::string(below(random, 70'000), 'x') + "\""
                                    : "\"" + value + "\"";
    case 3:
      return std::to_string(static_cast<std::int64_t>(random() % 40) - 3);
    default:
      return std::string(kOddValues[below(random, std::size(kOddValues))]);
  }
}

void remove_member(std::string& line, const Value& value) {
  std::size_t end = value.end;
  std::size_t begin = value.member;
  if (end < line.size() && line[end] == ',') {
    ++end;
  } else if (begin > 0 && line[begin - 1] == ',') {
    --begin;
  }
  line.erase(begin, end - begin);
}

void change_line(std::string& line, const Lines& lines, Random& random) {
  const auto values = values_of(line);
  if (values.empty()) return;
  const Value& value = values[below(random, values.size())];
  const std::string old = line.substr(value.begin, value.end - value.begin);
  switch (random() % 8) {
    case 0:
      return remove_member(line, value);
    case 1:
      line.insert(value.member, line.substr(value.member, value.end - value.member) + ",");
      return;
    case 2:
      line[below(random, line.size())] = static_cast<char>(random());
      return;
    default:
      line.replace(value.begin, old.size(), replacement(old, lines, random));
  }
}

void change_order(Lines& lines, Random& random) {
  const std::size_t at = below(random, lines.size());
  const std::size_t other = below(random, lines.size());
  switch (random() % 5) {
    case 0:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
      return;
    case 1:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(other), std::string(lines[at]));
      return;
    case 2:
      std::swap(lines[at], lines[other]);
      return;
    case 3:
      lines[at].resize(below(random, lines[at].size()));
      return;
    default:
      std::rotate(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(at), lines.end());
  }
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.size(), text.find('\n'));
    if (size > 0) lines.emplace_back(text.substr(0, size));
    text.remove_prefix(std::min(text.size(), size + 1));
  }
  return lines;
}

// Many inputs that are run are worth more than all lines of a log.
void thin_out(Lines& lines, Random& random) {
  std::size_t bytes = 0;
  for (const std::string& line : lines) bytes += line.size();
  while (lines.size() > kMostLines || (bytes > kMostBytes && lines.size() > 1)) {
    const std::size_t at = below(random, lines.size());
    const std::size_t last = std::min(lines.size(), at + 1 + below(random, lines.size() / 4));
    for (std::size_t i = at; i < last; ++i) bytes -= lines[i].size();
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at),
                lines.begin() + static_cast<std::ptrdiff_t>(last));
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned int seed) {
  Random random(seed);
  Lines lines = lines_of({reinterpret_cast<const char*>(data), size});
  thin_out(lines, random);
  const std::size_t wanted = 1 + below(random, random() % 3 == 0 ? 100 : 12);
  for (std::size_t changes = 0; changes < wanted && !lines.empty(); ++changes) {
    if (random() % 4 == 0) {
      change_order(lines, random);
    } else {
      change_line(lines[below(random, lines.size())], lines, random);
    }
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  if (random() % 4 == 0 && !text.empty()) text.pop_back();
  const std::size_t used = std::min(max_size, text.size());
  std::memcpy(data, text.data(), used);
  return used;
}
