#include "historyserver/ingest/directory_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <set>

namespace afterglow::history {
namespace {

constexpr std::uint32_t kEvents =
    IN_CREATE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_ONLYDIR;

}  // namespace

DirectoryWatch::DirectoryWatch()
    : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

DirectoryWatch::~DirectoryWatch() {
  for (const int descriptor : {inotify_, wake_}) {
    if (descriptor >= 0) close(descriptor);
  }
}

bool DirectoryWatch::add(const std::string& folder) {
  const int watch = inotify_add_watch(inotify_, folder.c_str(), kEvents);
  if (watch < 0) return false;
  folders_[watch] = folder;
  return true;
}

void DirectoryWatch::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
}

std::vector<DirectoryWatch::Change> DirectoryWatch::read_changes() {
  std::set<Change> changes;
  alignas(inotify_event) std::array<char, 64 * 1024> buffer;
  for (;;) {
    const ssize_t size = read(inotify_, buffer.data(), buffer.size());
    if (size <= 0) break;
    for (const char* at = buffer.data(); at < buffer.data() + size;) {
      inotify_event event;
      std::memcpy(&event, at, sizeof event);
      const char* const name = at + sizeof event;
      at = name + event.len;
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end()) {
        if ((event.mask & IN_Q_OVERFLOW) != 0) changes.insert({});
        continue;
      }
      changes.insert({folder->second, event.len > 0 ? std::string(name) : std::string()});
      if ((event.mask & IN_IGNORED) != 0) folders_.erase(folder);
    }
  }
  return {changes.begin(), changes.end()};
}

std::vector<DirectoryWatch::Change> DirectoryWatch::wait(std::chrono::milliseconds timeout) {
  std::array<pollfd, 2> waiting{{{inotify_, POLLIN, 0}, {wake_, POLLIN, 0}}};
  if (poll(waiting.data(), waiting.size(), static_cast<int>(timeout.count())) <= 0) return {};
  if (waiting[1].revents != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = read(wake_, &count, sizeof count);
    return {};
  }
  return read_changes();
}

}  // namespace afterglow::history
