#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace afterglow::history {

// A span of time cut into parts of the same length; ms since 1970. `to` is after `from`.
struct TimeSpan {
  std::int64_t from = 0;
  std::int64_t to = 1;
  std::int64_t bins = 1;

  double width() const { return static_cast<double>(to - from) / static_cast<double>(bins); }
  // The bin of a moment inside [from, to).
  std::int64_t bin_of(std::int64_t time) const {
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>(static_cast<double>(time - from) / width()), 0, bins - 1);
  }
};

// How much of something there was in each bin on average, out of intervals with weights. An
// interval costs the same however many bins it spans.
class TimeBins {
 public:
  explicit TimeBins(const TimeSpan& span)
      : span_(span),
        parts_(static_cast<std::size_t>(span.bins)),
        steps_(static_cast<std::size_t>(span.bins) + 1) {}

  // [begin, end), of which only what lies in the span counts.
  void add(std::int64_t begin, std::int64_t end, double weight) {
    begin = std::max(begin, span_.from);
    end = std::min(end, span_.to);
    if (end <= begin) return;
    const double first = static_cast<double>(begin - span_.from) / span_.width();
    const double last = static_cast<double>(end - span_.from) / span_.width();
    const auto from = static_cast<std::size_t>(span_.bin_of(begin));
    const auto to = static_cast<std::size_t>(span_.bin_of(end - 1));
    if (from == to) {
      parts_[from] += weight * (last - first);
      return;
    }
    parts_[from] += weight * (static_cast<double>(from + 1) - first);
    parts_[to] += weight * (last - static_cast<double>(to));
    steps_[from + 1] += weight;
    steps_[to] -= weight;
  }

  std::vector<double> averages() const {
    std::vector<double> all(parts_);
    double level = 0;
    for (std::size_t bin = 0; bin < all.size(); ++bin) {
      level += steps_[bin];
      all[bin] += level;
    }
    return all;
  }

 private:
  TimeSpan span_;
  std::vector<double> parts_;  // of intervals that begin or end in the bin
  std::vector<double> steps_;  // up and down between whole bins
};

}  // namespace afterglow::history
