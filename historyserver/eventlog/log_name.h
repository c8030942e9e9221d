#pragma once

#include <optional>
#include <string>
#include <string_view>

// How Spark names event logs (deploy/history/EventLogFileWriters.scala).
//   single file   <base>[.<codec>][.inprogress]
//   rolling       folder eventlog_v2_<base>/ with events_<index>_<base>[.<codec>][.compact] and an
//                 empty appstatus_<base>[.inprogress]; the index starts at 1
// <base> is the sanitized application id, then "_" and the attempt id when there is one.
namespace afterglow::history {

struct SingleLogName {
  std::string base;
  std::string codec;  // empty: plain text
  bool in_progress = false;
};
SingleLogName parse_single_log_name(std::string_view file_name);

struct RollingFileName {
  long index = 0;
  std::string codec;  // empty: plain text
  bool compacted = false;
};
// Nothing for any other file of the folder, and for a compaction that is still being written.
std::optional<RollingFileName> parse_rolling_file_name(std::string_view file_name);

bool is_rolling_folder_name(std::string_view folder_name);
bool is_app_status_name(std::string_view file_name);
inline constexpr std::string_view kInProgressSuffix = ".inprogress";
bool has_in_progress_suffix(std::string_view name);
std::string without_in_progress_suffix(std::string_view name);

}  // namespace afterglow::history
