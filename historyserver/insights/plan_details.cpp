#include "historyserver/insights/plan_details.h"

#include <algorithm>

#include "historyserver/insights/plan_text.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kLongest = 200;
constexpr std::size_t kBefore = 40;  // of what two long texts share, before they differ

using Details = std::vector<std::pair<std::string, std::string>>;

void append(std::string& to, std::string_view part) {
  to += to.empty() ? "" : ", ";
  to += part;
}

// "[k], [k], Inner, BuildRight, (x < y), false"; "BuildRight, Inner"; "(x < y)"
Details of_join(const SqlPlanNode& node, const std::string& words) {
  const std::string_view type = join_type(node);
  Details details{{"join type", std::string(type)}, {"build side", ""}, {"keys", ""}};
  std::string condition;
  for (const std::string_view part : top_parts(words)) {
    if (part == "BuildLeft") details[1].second = "left";
    if (part == "BuildRight") details[1].second = "right";
    if (part.starts_with('[')) append(details[2].second, part);
    if (part.starts_with('(')) append(condition, part);
  }
  details.emplace_back("condition", std::move(condition));
  return details;
}

// "hashpartitioning(k, 200), ENSURE_REQUIREMENTS"
Details of_shuffle(const std::string& words) {
  const auto parts = top_parts(words);
  if (parts.empty()) return {};
  std::string_view way = parts[0];
  Details details{{"partitions", ""}, {"partitioning", ""}};
  const bool is_single = way == "SinglePartition";
  if (is_single) details[0].second = "1";
  if (const std::size_t open = way.find('('); open != std::string_view::npos && way.back() == ')') {
    const auto inside = top_parts(way.substr(open + 1, way.size() - open - 2));
    const bool has_count =
        !inside.empty() && inside.back().find_first_not_of("0123456789") == std::string_view::npos;
    if (has_count) details[0].second = inside.back();
    details[1].second = way.substr(0, open);
    std::string keys;
    for (std::size_t i = 0; i + (has_count ? 1 : 0) < inside.size(); ++i) append(keys, inside[i]);
    if (!keys.empty()) details[1].second += "(" + keys + ")";
  } else {
    details[1].second = way;
  }
  return details;
}

Details of_scan(const SqlPlanNode& node) {
  Details details{{"source", source_words(node)}};
  for (const auto& [of, name] : {std::pair{"partition filters", "PartitionFilters"},
                                 {"pushed filters", "PushedFilters"},
                                 {"columns", "ReadSchema"},
                                 {"format", "Format"},
                                 {"location", "Location"}}) {
    details.emplace_back(of, plain_words(scan_detail(node, name)));
  }
  return details;
}

Details details_of(const SqlPlanNode& node, const std::string& words) {
  if (is_join(node)) return of_join(node, words);
  if (is_shuffle(node)) return of_shuffle(words);
  if (is_scan(node)) return of_scan(node);
  if (node.name == "Filter") return {{"condition", words}};
  return {};
}

bool is_inside_letter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Both from a little before where they begin to differ.
Pair<std::string> cut_pair(const std::string& a, const std::string& b) {
  if (std::max(a.size(), b.size()) <= kLongest) return {a, b};
  const auto [end, other] = std::ranges::mismatch(a, b);
  auto from = static_cast<std::size_t>(end - a.begin());
  from = from <= kBefore ? 0 : from - kBefore;
  while (from > 0 && is_inside_letter(a[from])) --from;
  const auto part = [&](const std::string& text) {
    return (from > 0 ? "..." : "") + cut_words(text.substr(from), kLongest);
  };
  return {part(a), part(b)};
}

}  // namespace

std::string cut_words(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && is_inside_letter(text[end])) --end;
  return text.substr(0, end) + "...";
}

std::vector<ComparedDetail> different_details(const SqlPlanNode& a, const SqlPlanNode& b) {
  std::vector<ComparedDetail> found;
  const auto add = [&](const std::string& of, const std::string& in_a, const std::string& in_b) {
    if (in_a != in_b) found.push_back({of, cut_pair(in_a, in_b)});
  };
  const std::string words_a = plain_words(a);
  const std::string words_b = plain_words(b);
  const Details of_a = details_of(a, words_a);
  const Details of_b = details_of(b, words_b);
  // Each kind of operator has the same details in the same order.
  for (std::size_t i = 0; i < std::min(of_a.size(), of_b.size()); ++i) {
    add(of_a[i].first, of_a[i].second, of_b[i].second);
  }
  if (found.empty() && a.name == b.name) add("description", words_a, words_b);
  return found;
}

}  // namespace afterglow::history
