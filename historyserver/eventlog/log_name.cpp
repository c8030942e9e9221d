#include "historyserver/eventlog/log_name.h"

#include <charconv>

namespace afterglow::history {
namespace {

constexpr std::string_view kCompact = ".compact";
constexpr std::string_view kRollingFolder = "eventlog_v2_";
constexpr std::string_view kRollingFile = "events_";
constexpr std::string_view kAppStatus = "appstatus_";

bool strip_suffix(std::string_view& name, std::string_view suffix) {
  if (!name.ends_with(suffix)) return false;
  name.remove_suffix(suffix.size());
  return true;
}

std::string strip_codec(std::string_view& name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string codec(name.substr(dot + 1));
  name = name.substr(0, dot);
  return codec;
}

}  // namespace

SingleLogName parse_single_log_name(std::string_view file_name) {
  SingleLogName parsed;
  parsed.in_progress = strip_suffix(file_name, kInProgressSuffix);
  parsed.codec = strip_codec(file_name);
  parsed.base = file_name;
  return parsed;
}

std::optional<RollingFileName> parse_rolling_file_name(std::string_view file_name) {
  if (!file_name.starts_with(kRollingFile) || file_name.ends_with(kInProgressSuffix)) return {};
  RollingFileName parsed;
  parsed.compacted = strip_suffix(file_name, kCompact);
  const std::string_view rest = file_name.substr(kRollingFile.size());
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parsed.index);
  if (error != std::errc() || end == rest.data() + rest.size() || *end != '_') return {};
  parsed.codec = strip_codec(file_name);
  return parsed;
}

bool is_rolling_folder_name(std::string_view name) {
  return name.starts_with(kRollingFolder);
}
bool is_app_status_name(std::string_view name) {
  return name.starts_with(kAppStatus);
}
bool has_in_progress_suffix(std::string_view name) {
  return name.ends_with(kInProgressSuffix);
}

std::string without_in_progress_suffix(std::string_view name) {
  strip_suffix(name, kInProgressSuffix);
  return std::string(name);
}

}  // namespace afterglow::history
