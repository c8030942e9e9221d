#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "historyserver/insights/insights.h"

namespace afterglow::history {

// Insights of applications whose log is still being written, made once for all who ask until more
// of it was read. Safe for any number of threads.
class RecentInsights {
 public:
  // `limit`: of how many applications they are kept, those that were asked for last.
  explicit RecentInsights(ThresholdValues thresholds = {}, std::size_t limit = 16)
      : thresholds_(std::move(thresholds)), limit_(limit) {}

  // As insights_of(), inside a read transaction; `name` is the database's alone.
  Result<std::shared_ptr<const Insights>> of(ApplicationDatabase& database,
                                             const std::string& name);

 private:
  struct Entry {
    explicit Entry(std::string of) : name(std::move(of)) {}

    const std::string name;
    std::mutex mutex;     // guards what follows, also while it is made
    std::string version;  // of the database's content; empty: nothing yet
    std::shared_ptr<const Insights> insights;
  };

  std::shared_ptr<Entry> entry(const std::string& name);

  const ThresholdValues thresholds_;
  const std::size_t limit_;
  std::mutex mutex_;                           // guards entries_
  std::list<std::shared_ptr<Entry>> entries_;  // the one that was asked for last first
};

}  // namespace afterglow::history
