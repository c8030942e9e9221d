#include "historyserver/ingest/scanner.h"

#include "common/base/logging.h"

namespace afterglow::history {

Scanner::Scanner(Pipeline& pipeline, std::vector<std::string> directories,
                 std::chrono::milliseconds interval)
    : pipeline_(pipeline), interval_(interval) {
  for (std::string& path : directories) directories_.push_back({std::move(path), {}});
  thread_ = std::jthread([this] { run(); });
}

Scanner::~Scanner() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
}

std::vector<DirectoryStatus> Scanner::status() {
  const std::lock_guard lock(mutex_);
  return directories_;
}

void Scanner::run() {
  std::vector<DirectoryStatus> seen = status();
  for (;;) {
    for (DirectoryStatus& directory : seen) scan(directory);
    std::unique_lock lock(mutex_);
    directories_ = seen;
    if (stop_.wait_for(lock, interval_, [this] { return stopping_; })) return;
  }
}

void Scanner::scan(DirectoryStatus& directory) {
  const auto logs = list_logs(directory.path);
  if (logs) {
    if (directory.error) log_info("log directory " + directory.path + " can be read again");
    directory.error.reset();
    pipeline_.offer(directory.path, *logs);
  } else if (directory.error != logs.error().message) {
    directory.error = logs.error().message;
    log_warn(*directory.error);
  }
}

}  // namespace afterglow::history
