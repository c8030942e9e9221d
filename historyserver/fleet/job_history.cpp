#include "historyserver/fleet/job_history.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>

namespace afterglow::history {
namespace {

constexpr std::uint32_t kNoPlace = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint8_t bit(RunMetric metric) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(metric));
}

// The last values of one metric.
class Window {
 public:
  void add(double value) {
    values_[next_ % kBandRuns] = value;
    ++next_;
  }
  void clear() { next_ = 0; }
  std::span<const double> values() const {
    return std::span(values_).first(std::min(next_, kBandRuns));
  }

 private:
  std::array<double, kBandRuns> values_{};
  std::size_t next_ = 0;
};

using Windows = std::array<Window, kRunMetricCount>;

std::uint8_t compare(const ListedAttempt& run, Windows& windows) {
  std::uint8_t regressed = 0;
  for (std::size_t i = 0; i < kRunMetricCount; ++i) {
    const auto metric = static_cast<RunMetric>(i);
    const double value = value_of(run, metric);
    if (is_above_band(windows[i].values(), metric, value)) regressed |= bit(metric);
    windows[i].add(value);
  }
  return regressed;
}

}  // namespace

JobIndex::JobIndex(const ApplicationListing& of) : listing(of.number()) {
  const auto& attempts = of.attempts();
  places.assign(attempts.size(), kNoPlace);
  regressions.resize(attempts.size());
  for (std::uint32_t i = 0; i < attempts.size(); ++i) {
    if (!attempts[i].job.empty()) runs.push_back(i);
  }
  // Equal texts of a listing are one text.
  std::ranges::sort(runs, [&](std::uint32_t a, std::uint32_t b) {
    const ListedAttempt& left = attempts[a];
    const ListedAttempt& right = attempts[b];
    if (left.job.data() != right.job.data()) {
      return std::less<>()(left.job.data(), right.job.data());
    }
    return std::tie(left.start_time, left.app_id, left.attempt_id) <
           std::tie(right.start_time, right.app_id, right.attempt_id);
  });
  Windows windows;
  for (std::uint32_t place = 0; place < runs.size(); ++place) {
    const ListedAttempt& run = attempts[runs[place]];
    if (jobs.empty() || attempts[runs[jobs.back().begin]].job.data() != run.job.data()) {
      jobs.push_back({place, place});
      for (Window& window : windows) window.clear();
    }
    jobs.back().end = place + 1;
    places[runs[place]] = place;
    if (is_compared(run)) regressions[runs[place]] = compare(run, windows);
  }
  std::ranges::sort(jobs, {}, [&](const Job& job) { return attempts[runs[job.begin]].job; });
}

const JobIndex::Job* JobHistory::find(std::string_view wanted) const {
  const auto found =
      std::ranges::lower_bound(jobs(), wanted, {}, [&](const Job& job) { return key(job); });
  return found != jobs().end() && key(*found) == wanted ? &*found : nullptr;
}

bool JobHistory::has_regressed(const ListedAttempt& attempt, RunMetric metric) const {
  return (index_->regressions[number(attempt)] & bit(metric)) != 0;
}

bool JobHistory::has_regressed(const ListedAttempt& attempt) const {
  return index_->regressions[number(attempt)] != 0;
}

EarlierRuns JobHistory::earlier(const ListedAttempt& attempt) const {
  EarlierRuns earlier;
  const std::uint32_t own = index_->places[number(attempt)];
  if (own == kNoPlace || !is_compared(attempt)) return earlier;
  std::size_t count = 0;
  for (std::size_t place = own; place > 0 && count < kBandRuns; --place) {
    const ListedAttempt& other = run(place - 1);
    if (other.job.data() != attempt.job.data()) break;
    if (!is_compared(other)) continue;
    earlier.add(other);
    ++count;
  }
  return earlier;
}

std::optional<NoiseBand> JobHistory::band(const ListedAttempt& attempt, RunMetric metric) const {
  return earlier(attempt).band(metric);
}

std::vector<Regression> JobHistory::regressions(const ListedAttempt& attempt) const {
  if (!has_regressed(attempt)) return {};
  return earlier(attempt).regressions(attempt);
}

std::optional<Regression> JobHistory::worst(const ListedAttempt& attempt) const {
  return worst_of(regressions(attempt));
}

const ListedAttempt* JobHistory::last_completed(const Job& job) const {
  for (std::size_t place = job.end; place > job.begin; --place) {
    if (is_compared(run(place - 1))) return &run(place - 1);
  }
  return nullptr;
}

const ListedAttempt* JobHistory::first_bad(const Job& job, RunMetric metric) const {
  const ListedAttempt* first = nullptr;
  for (std::size_t place = job.end; place > job.begin; --place) {
    const ListedAttempt& one = run(place - 1);
    if (!is_compared(one)) continue;
    if (!has_regressed(one, metric)) break;
    first = &one;
  }
  return first;
}

Result<JobHistory> JobHistories::now(Catalog& catalog) {
  auto listing = catalog.listing();
  if (!listing) return std::unexpected(listing.error());
  const std::lock_guard lock(mutex_);
  if (!index_ || index_->listing != (*listing)->number()) {
    index_ = std::make_shared<const JobIndex>(**listing);
  }
  return JobHistory(*std::move(listing), index_);
}

}  // namespace afterglow::history
