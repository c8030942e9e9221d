#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "historyserver/ingest/pipeline.h"

namespace afterglow::history {

// What is known of one configured log directory.
struct DirectoryStatus {
  std::string path;
  std::optional<std::string> error;  // one line: why the last scan could not read it
};

// Lists the log directories again and again, and offers what it finds to the pipeline. A directory
// that cannot be read now is reported and tried again; its applications stay. Any thread.
class Scanner {
 public:
  Scanner(Pipeline& pipeline, std::vector<std::string> directories,
          std::chrono::milliseconds interval);
  ~Scanner();

  std::vector<DirectoryStatus> status();

 private:
  void run();
  void scan(DirectoryStatus& directory);

  Pipeline& pipeline_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;  // guards all below
  std::condition_variable stop_;
  std::vector<DirectoryStatus> directories_;
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace afterglow::history
