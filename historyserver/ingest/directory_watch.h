#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace afterglow::history {

// Tells at once when something changes in local folders (inotify). It is a hint that saves waiting:
// network file systems, and folders beyond the system's limit of watches, tell nothing. wake() may
// be called from any thread, everything else from one.
class DirectoryWatch {
 public:
  DirectoryWatch();
  ~DirectoryWatch();
  DirectoryWatch(const DirectoryWatch&) = delete;
  DirectoryWatch& operator=(const DirectoryWatch&) = delete;

  // Watches the entries of a folder from now on; again does no harm. False when it cannot.
  bool add(const std::string& folder);

  struct Change {
    std::string folder;
    std::string name;  // of the entry; empty: something was missed, or the folder itself is gone
    auto operator<=>(const Change&) const = default;
  };
  // Waits for changes, at most `timeout`; each is told once. Empty after that or a wake().
  std::vector<Change> wait(std::chrono::milliseconds timeout);

  // Ends the present wait, or the next.
  void wake();

 private:
  std::vector<Change> read_changes();

  int inotify_;
  int wake_;  // eventfd
  std::map<int, std::string> folders_;
};

}  // namespace afterglow::history
