#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "historyserver/ingest/directory_watch.h"
#include "historyserver/ingest/pipeline.h"

namespace afterglow::history {

// What is known of one configured log directory.
struct DirectoryStatus {
  std::string path;
  std::optional<std::string> error;  // one line: why the last scan could not read it
};

// Lists the log directories again and again, and offers what it finds to the pipeline; between two
// scans, logs of which the system tells a change are offered at once. A directory that cannot be
// read now is reported and tried again; its applications stay. Any thread.
class Scanner {
 public:
  Scanner(Pipeline& pipeline, std::vector<std::string> directories,
          std::chrono::milliseconds interval);
  ~Scanner();

  std::vector<DirectoryStatus> status();

 private:
  void run();
  void scan(DirectoryStatus& directory);
  void follow_until(std::chrono::steady_clock::time_point next_scan);
  bool offer_changed(const std::vector<DirectoryWatch::Change>& changes);
  bool stopping();

  Pipeline& pipeline_;
  const std::chrono::milliseconds interval_;
  DirectoryWatch watch_;
  std::mutex mutex_;  // guards all below
  std::vector<DirectoryStatus> directories_;
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace afterglow::history
