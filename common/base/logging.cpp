#include "common/base/logging.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace afterglow {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("afterglow");
    made->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

void write(LogLevel level, const std::string& message) {
  logger().log(level_of(level), "{}", message);
}

}  // namespace

void set_log_level(LogLevel level) {
  logger().set_level(level_of(level));
}
void log_debug(const std::string& message) {
  write(LogLevel::debug, message);
}
void log_info(const std::string& message) {
  write(LogLevel::info, message);
}
void log_warn(const std::string& message) {
  write(LogLevel::warn, message);
}
void log_error(const std::string& message) {
  write(LogLevel::error, message);
}

}  // namespace afterglow
