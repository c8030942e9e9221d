#include "historyserver/insights/plan_shape.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "common/base/ascii.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kShortestId = 8;

enum class Kind : std::uint8_t { other, word, path };

// What words are made of, and what paths are made of besides.
constexpr std::array<Kind, 256> kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    if (is_letter || (c >= '0' && c <= '9')) kinds[c] = Kind::word;
  }
  for (const unsigned char c : {'_', '.', '$', '-', ':', '/'}) kinds[c] = Kind::word;
  for (const unsigned char c : {'=', '%', '~', '+', '@'}) kinds[c] = Kind::path;
  return kinds;
}();

Kind kind_of(char c) {
  return kKinds[static_cast<unsigned char>(c)];
}

// How much of the start is a UUID ("8-4-4-4-12" hexadecimal digits), or long enough to be an id.
std::size_t id_length(std::string_view text) {
  constexpr std::size_t uuid = 36;
  const auto is_part = [&](std::size_t place) {
    const bool is_dash = place == 8 || place == 13 || place == 18 || place == 23;
    return is_dash ? text[place] == '-' : is_hex_digit(text[place]);
  };
  std::size_t length = 0;
  while (length < std::min(text.size(), uuid) && is_part(length)) ++length;
  if (length == uuid) return uuid;
  const std::string_view hex(text.begin(), std::ranges::find_if_not(text, is_hex_digit));
  return hex.size() >= kShortestId && std::ranges::any_of(hex, is_digit) ? hex.size() : 0;
}

}  // namespace

void add_without_numbers(std::string& to, std::string_view text) {
  if (std::ranges::none_of(text, is_digit)) {
    to += text;
    return;
  }
  for (std::size_t i = 0; i < text.size();) {
    std::size_t skip = 0;
    if (is_hex_digit(text[i]) && (i == 0 || !is_hex_digit(text[i - 1])))
      skip = id_length(text.substr(i));
    if (skip == 0 && is_digit(text[i])) {
      while (i + skip < text.size() && is_digit(text[i + skip])) ++skip;
    }
    to += skip > 0 ? '0' : text[i];
    i += std::max<std::size_t>(1, skip);
  }
}

void add_lasting_words(std::string& to, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (kind_of(text[i]) != Kind::word) {
      ++i;
      continue;
    }
    std::size_t end = i;
    bool is_path = false;
    while (end < text.size() &&
           (kind_of(text[end]) == Kind::word || (is_path && kind_of(text[end]) == Kind::path))) {
      is_path = is_path || text[end] == '/';
      ++end;
    }
    const bool is_function = end < text.size() && text[end] == '(';
    const bool is_column = end + 1 < text.size() && text[end] == '#' && is_digit(text[end + 1]);
    if (is_path || is_function || is_column) {
      add_without_numbers(to, text.substr(i, end - i));
      to += is_function ? '(' : ' ';
    }
    i = end;
    // The number of a column is no word.
    if (is_column) {
      ++i;
      while (i < text.size() && is_digit(text[i])) ++i;
      if (i < text.size() && text[i] == 'L') ++i;
    }
  }
}

Result<std::optional<Hash128>> plan_shape(ApplicationDatabase& database,
                                          std::int64_t execution_id) {
  std::string text;
  std::unordered_map<std::int64_t, std::size_t> places;
  const auto nodes =
      database.sql_plans.each_node(execution_id, 0, [&](const SqlPlanStore::NodeWords& node) {
        if (SqlPlanNode::is_cluster(node.name)) return;
        places.emplace(node.id, places.size());
        add_without_numbers(text, node.name);
        text += '|';
        add_lasting_words(text, node.description);
        text += '\n';
      });
  if (!nodes) return std::unexpected(nodes.error());
  if (places.empty()) return std::nullopt;
  const auto edges = database.sql_plans.edges(execution_id, 0);
  if (!edges) return std::unexpected(edges.error());
  for (const SqlPlanEdge& edge : *edges) {
    const auto from = places.find(edge.from_id);
    const auto to = places.find(edge.to_id);
    if (from == places.end() || to == places.end()) continue;
    text += std::to_string(from->second) + '>' + std::to_string(to->second) + ' ';
  }
  return hash_128(text);
}

}  // namespace afterglow::history
