#include "historyserver/insights/plan_text.h"

#include <algorithm>
#include <array>

#include "common/base/ascii.h"
#include "common/json/json.h"

namespace afterglow::history {
namespace {

constexpr std::array<std::string_view, 9> kJoinTypes = {
    "Inner",    "Cross",    "LeftOuter",  "RightOuter",   "FullOuter",
    "LeftSemi", "LeftAnti", "LeftSingle", "ExistenceJoin"};

std::size_t digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

std::size_t hex_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_hex_digit) - text.begin());
}

// How much of the start of a description is a number that Spark gave a column: "#12L".
std::size_t column_number(std::string_view text) {
  if (text.size() < 2 || text[0] != '#' || !is_digit(text[1])) return 0;
  const std::size_t end = 1 + digits(text.substr(1));
  return end + (text.substr(end).starts_with('L') ? 1 : 0);
}

// Likewise what Java calls an object: "@1b2c3d4e", "0x00000008010a2c40".
std::size_t address(std::string_view text) {
  constexpr std::size_t shortest = 5;
  const std::size_t sign = text.starts_with('@') ? 1 : text.starts_with("0x") ? 2 : 0;
  const std::size_t length = sign == 0 ? 0 : hex_digits(text.substr(sign));
  return length < shortest ? 0 : sign + length;
}

// From its start to the bracket that closes it, or to the next comma.
std::string_view first_value(std::string_view text) {
  if (!text.starts_with('[')) return text.substr(0, text.find(", "));
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && --depth == 0) return text.substr(0, i + 1);
  }
  return text;
}

std::string_view last_of_path(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

bool is_join(const SqlPlanNode& node) {
  const std::string_view word =
      std::string_view(node.name).substr(0, node.name.find_first_of(" ("));
  return word.ends_with("Join") || word == "CartesianProduct";
}

bool is_shuffle(const SqlPlanNode& node) {
  return node.name == "Exchange" || node.name == "ShuffleExchange";
}

bool is_broadcast(const SqlPlanNode& node) {
  return node.name.starts_with("BroadcastExchange");
}

bool is_cached_scan(const SqlPlanNode& node) {
  return node.name.starts_with("InMemoryTableScan") || node.name.starts_with("Scan In-memory");
}

bool is_scan(const SqlPlanNode& node) {
  if (node.name.starts_with("BatchScan")) return true;
  return node.name.starts_with("Scan ") && !node.name.starts_with("Scan In-memory") &&
         !node.name.starts_with("Scan ExistingRDD") && !node.name.starts_with("Scan OneRow");
}

std::string_view join_type(const SqlPlanNode& join) {
  const std::string_view text = join.description;
  std::string_view found;
  auto place = std::string_view::npos;
  for (const std::string_view type : kJoinTypes) {
    const std::size_t at = text.find(", " + std::string(type));
    if (at >= place) continue;
    const std::size_t end = at + 2 + type.size();
    if (end < text.size() && text[end] != ',' && text[end] != '(' && text[end] != ' ') continue;
    place = at;
    found = type;
  }
  return found;
}

JoinSides sides_to_broadcast(std::string_view join_type) {
  if (join_type == "Inner" || join_type == "Cross") return {true, true};
  if (join_type == "RightOuter") return {true, false};
  return {false, join_type.starts_with("Left") || join_type == "ExistenceJoin"};
}

std::string scan_detail(const SqlPlanNode& scan, std::string_view name) {
  if (scan.metadata) {
    const auto metadata = Json::parse(*scan.metadata);
    if (metadata) {
      if (auto text = metadata->text_of(name)) return *std::move(text);
    }
  }
  const std::string label = std::string(name) + ": ";
  const std::size_t at = scan.description.find(label);
  if (at == std::string::npos) return {};
  return std::string(first_value(std::string_view(scan.description).substr(at + label.size())));
}

std::string source_words(const SqlPlanNode& scan) {
  // "Scan parquet default.sales", "Scan parquet ", "BatchScan orders"
  const std::string_view name = scan.name;
  if (const std::size_t jdbc = name.find("JDBCRelation("); jdbc != std::string_view::npos) {
    const std::string_view table = name.substr(jdbc + 13);
    return std::string(table.substr(0, table.find(')')));
  }
  const std::size_t last = name.rfind(' ');
  const bool has_format = std::ranges::count(name, ' ') > 1 || name.starts_with("BatchScan ");
  if (has_format && last + 1 < name.size()) return std::string(name.substr(last + 1));
  // "InMemoryFileIndex(1 paths)[file:/data/orders, ...]"
  const std::string location = scan_detail(scan, "Location");
  const std::size_t open = location.find('[');
  if (open == std::string::npos) return scan.name;
  std::string_view path = std::string_view(location).substr(open + 1);
  path = path.substr(0, path.find_first_of(",]"));
  const std::string_view folder = last_of_path(path);
  return folder.empty() ? scan.name : std::string(folder);
}

std::string normalised(const SqlPlanNode& node) {
  std::string text = node.name + "|";
  const std::string_view from = node.description;
  constexpr std::string_view plan = "[plan_id=";
  for (std::size_t i = 0; i < from.size();) {
    const std::string_view rest = from.substr(i);
    std::size_t skip = column_number(rest);
    if (rest.starts_with(plan)) skip = plan.size() + digits(rest.substr(plan.size()));
    if (skip == 0) text += rest[0];
    i += std::max<std::size_t>(1, skip);
  }
  return text;
}

std::string plain_words(std::string_view from) {
  std::string words;
  for (std::size_t i = 0; i < from.size();) {
    const std::string_view rest = from.substr(i);
    std::size_t skip = std::max(column_number(rest), address(rest));
    if (rest.starts_with("[plan_id=") || rest.starts_with("[id=#")) {
      skip = std::min(rest.size(), rest.find(']')) + 1;
      if (words.ends_with(", ")) words.erase(words.size() - 2);
    }
    if (words.ends_with("$Lambda$")) skip = std::max(skip, digits(rest));
    if (skip == 0) words += rest[0];
    i += std::max<std::size_t>(1, skip);
  }
  return words;
}

std::string plain_words(const SqlPlanNode& node) {
  std::string_view text = node.description;
  std::string_view name = node.name;
  while (name.ends_with(' ')) name.remove_suffix(1);
  // File scans call themselves "FileScan parquet", and their operator "Scan parquet".
  if (text.starts_with("File") && name.starts_with("Scan ")) text.remove_prefix(4);
  if (text.starts_with(name)) text.remove_prefix(name.size());
  while (text.starts_with(' ')) text.remove_prefix(1);
  return plain_words(text);
}

std::string_view operator_kind(const SqlPlanNode& node) {
  if (is_join(node)) return "join";
  if (is_scan(node)) return "scan";
  if (is_shuffle(node)) return "shuffle";
  const std::string_view word =
      std::string_view(node.name).substr(0, node.name.find_first_of(" ("));
  if (word.ends_with("Aggregate")) return "aggregate";
  if (word == "BatchEvalPython" || word == "ArrowEvalPython") return "python";
  if (word == "AQEShuffleRead" || word == "CustomShuffleReader") return "shuffle read";
  return node.name;
}

std::vector<std::string_view> top_parts(std::string_view words) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == '(' || words[i] == '[') ++depth;
    if (words[i] == ')' || words[i] == ']') --depth;
    if (depth > 0 || words[i] != ',') continue;
    parts.push_back(words.substr(from, i - from));
    from = i + 1;
    while (from < words.size() && words[from] == ' ') ++from;
  }
  if (from < words.size()) parts.push_back(words.substr(from));
  return parts;
}

}  // namespace afterglow::history
