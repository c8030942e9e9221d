#pragma once

#include <memory>
#include <string>
#include <vector>

#include "historyserver/fleet/job_history.h"

namespace afterglow::history {

// Runs of jobs, without a catalog. Seconds, not ms.
class ListingBuilder {
 public:
  // A completed run; change what is returned before the next one is added.
  LogRow& run(const std::string& id, const std::string& job, std::int64_t start,
              std::int64_t duration) {
    LogRow& row = rows_.emplace_back();
    row.log_id = id;
    row.app_id = id;
    row.name = job;
    row.job = job;
    row.start_time = 1000 * start;
    row.end_time = 1000 * (start + duration);
    row.last_updated = *row.end_time;
    row.read_once = true;
    row.insights_tag = "tag";
    row.core_time = 1000 * duration;
    return row;
  }

  JobHistory history() const {
    auto listing = std::make_shared<ApplicationListing>();
    for (const LogRow& row : rows_) listing->add(row.listed(), row.findings);
    listing->finish();
    auto index = std::make_shared<const JobIndex>(*listing);
    return {std::move(listing), std::move(index)};
  }

  const std::vector<LogRow>& rows() const { return rows_; }

 private:
  std::vector<LogRow> rows_;
};

inline const ListedAttempt& listed(const JobHistory& history, std::string_view id) {
  for (const ListedAttempt& run : history.listing().attempts()) {
    if (run.app_id == id) return run;
  }
  return history.listing().attempts().at(0);
}

}  // namespace afterglow::history
