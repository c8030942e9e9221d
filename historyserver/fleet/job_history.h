#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "historyserver/fleet/earlier_runs.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// The runs of each job in order of their starts, of one listing: numbers only, so that it keeps
// nothing of the listing alive.
struct JobIndex {
  struct Job {
    std::uint32_t begin = 0;  // in `runs`
    std::uint32_t end = 0;
  };

  explicit JobIndex(const ApplicationListing& listing);

  std::uint64_t listing = 0;          // its number
  std::vector<std::uint32_t> runs;    // indices in ApplicationListing::attempts(), by job
  std::vector<std::uint32_t> places;  // in `runs`, of each attempt; of those without a job: none
  std::vector<Job> jobs;              // by key
  std::vector<std::uint8_t> regressions;  // of each attempt: a bit a RunMetric
};

// All runs as of one moment, and how each of them differs from those of its job before it.
class JobHistory {
 public:
  using Job = JobIndex::Job;

  JobHistory(std::shared_ptr<const ApplicationListing> listing,
             std::shared_ptr<const JobIndex> index)
      : listing_(std::move(listing)), index_(std::move(index)) {}

  const ApplicationListing& listing() const { return *listing_; }
  const std::vector<Job>& jobs() const { return index_->jobs; }
  const Job* find(std::string_view key) const;

  std::string_view key(const Job& job) const { return run(job.begin).job; }
  std::size_t size(const Job& job) const { return job.end - job.begin; }
  // Of its runs by start, from 0.
  const ListedAttempt& run(const Job& job, std::size_t place) const {
    return run(job.begin + place);
  }

  // The rest takes attempts of listing().
  bool has_regressed(const ListedAttempt& attempt, RunMetric metric) const;
  bool has_regressed(const ListedAttempt& attempt) const;
  // Of a completed run with enough others before it.
  std::optional<NoiseBand> band(const ListedAttempt& attempt, RunMetric metric) const;
  std::vector<Regression> regressions(const ListedAttempt& attempt) const;
  std::optional<Regression> worst(const ListedAttempt& attempt) const;
  // With which run a job became as bad as it is now: the first one of those at its end that have
  // all regressed. Nothing when its last completed run has not.
  const ListedAttempt* first_bad(const Job& job, RunMetric metric) const;
  const ListedAttempt* last_completed(const Job& job) const;

 private:
  const ListedAttempt& run(std::size_t place) const {
    return listing_->attempts()[index_->runs[place]];
  }
  EarlierRuns earlier(const ListedAttempt& attempt) const;
  std::size_t number(const ListedAttempt& attempt) const {
    return static_cast<std::size_t>(&attempt - listing_->attempts().data());
  }

  std::shared_ptr<const ApplicationListing> listing_;
  std::shared_ptr<const JobIndex> index_;
};

// Makes the history of each listing once. Safe for any number of threads.
class JobHistories {
 public:
  Result<JobHistory> now(Catalog& catalog);

 private:
  std::mutex mutex_;  // guards index_
  std::shared_ptr<const JobIndex> index_;
};

}  // namespace afterglow::history
