#include "historyserver/ingest/scanner.h"

#include <algorithm>
#include <set>

#include "common/base/logging.h"

namespace afterglow::history {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A busy writer changes its log all the time: so long its changes are collected.
constexpr milliseconds kCollect{50};

}  // namespace

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
  watch_.wake();
}

std::vector<DirectoryStatus> Scanner::status() {
  const std::lock_guard lock(mutex_);
  return directories_;
}

bool Scanner::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Scanner::run() {
  std::vector<DirectoryStatus> seen = status();
  while (!stopping()) {
    const auto next_scan = steady_clock::now() + interval_;
    for (DirectoryStatus& directory : seen) scan(directory);
    {
      const std::lock_guard lock(mutex_);
      directories_ = seen;
    }
    follow_until(next_scan);
  }
}

// Watches before it lists: what changes in between is told twice, never lost.
void Scanner::scan(DirectoryStatus& directory) {
  watch_.add(directory.path);
  const auto scan = pipeline_.begin_scan();
  const auto listed = list_logs(directory.path, [&](LogListing&& log) {
    if (log.in_progress && log.is_rolling()) watch_.add(log.id);
    pipeline_.offer(log);
  });
  if (listed) {
    if (directory.error) log_info("log directory " + directory.path + " can be read again");
    directory.error.reset();
    pipeline_.end_scan(directory.path, scan);
  } else if (directory.error != listed.error().message) {
    directory.error = listed.error().message;
    log_warn(*directory.error);
  }
}

// False when only a scan can tell what happened.
bool Scanner::offer_changed(const std::vector<DirectoryWatch::Change>& changes) {
  std::set<std::pair<std::string, std::string>> logs;  // directory and name
  const std::vector<DirectoryStatus> directories = status();
  for (const DirectoryWatch::Change& change : changes) {
    if (change.name.empty()) return false;
    if (std::ranges::find(directories, change.folder, &DirectoryStatus::path) !=
        directories.end()) {
      logs.emplace(change.folder, change.name);
      continue;
    }
    // A file of a rolling log.
    const auto slash = change.folder.rfind('/');
    logs.emplace(change.folder.substr(0, slash), change.folder.substr(slash + 1));
  }
  bool all_there = true;
  for (const auto& [directory, name] : logs) {
    if (const auto log = list_log(directory, name)) {
      if (log->in_progress && log->is_rolling()) watch_.add(log->id);
      pipeline_.offer(*log);
    } else if (!name.starts_with('.')) {
      all_there = false;  // it was removed, or is no log yet
    }
  }
  return all_there;
}

void Scanner::follow_until(steady_clock::time_point next_scan) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(next_scan - steady_clock::now());
    if (left.count() <= 0 || stopping()) return;
    const auto changes = watch_.wait(left);
    if (changes.empty()) continue;
    if (!offer_changed(changes)) next_scan = std::min(next_scan, steady_clock::now() + kCollect);
    std::this_thread::sleep_for(std::min(kCollect, left));
  }
}

}  // namespace afterglow::history
