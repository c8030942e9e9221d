#pragma once

#include <string>

// The programs' own log, on standard error: "2026-01-31 08:15:30.123 warning message". Safe for any
// number of threads. Messages must carry no secrets.
namespace afterglow {

enum class LogLevel { debug, info, warn, error };

// Lines below `level` are dropped; info until this is called.
void set_log_level(LogLevel level);

void log_debug(const std::string& message);
void log_info(const std::string& message);
void log_warn(const std::string& message);
void log_error(const std::string& message);

}  // namespace afterglow
