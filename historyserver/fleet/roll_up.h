#pragma once

#include <string>

#include "historyserver/fleet/job_key.h"
#include "historyserver/insights/rule.h"
#include "historyserver/store/application_database.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What lists of runs tell beyond sums of tasks: which job a run belongs to, what it cost, and what
// is wrong with it. It is written into the catalog's row, so that pages about many runs open no
// application's database.
class RollUp {
 public:
  explicit RollUp(ThresholdValues thresholds = {}, JobKey job_key = {});

  // Of a row that was written by the same rules and settings, LogRow::insights_tag.
  const std::string& tag() const { return tag_; }

  // Queue and job, and how long an application has lasted that has no end, as far as the log was
  // read.
  Result<void> name(ApplicationDatabase& database, LogRow& row) const;
  // All of it, of a log that was read to its end: insights are made anew and stored.
  Result<void> conclude(ApplicationDatabase& database, LogRow& row) const;
  // All of it, from insights that are stored if they are of today; the database is only read.
  Result<void> tell_again(ApplicationDatabase& database, LogRow& row) const;

 private:
  void name_by(const Properties& properties, LogRow& row) const;
  // Of the application, that its resources depend on.
  struct Configured {
    const Properties& properties;
    const std::vector<ResourceProfileRow>& profiles;
  };
  Result<void> write(ApplicationDatabase& database, const Insights& insights,
                     const Configured& configured, LogRow& row) const;

  ThresholdValues thresholds_;
  JobKey job_key_;
  std::string tag_;
};

// Cores that executors held while no task was on them, in ms.
double wasted_core_time(const Insights& insights);

}  // namespace afterglow::history
