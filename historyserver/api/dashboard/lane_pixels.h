#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "historyserver/api/dashboard/task_phases.h"

namespace afterglow::history {

// Tasks of several lanes over a span of time, reduced to columns: adding one costs the same however
// long it ran. Times are ms since 1970.
class LanePixels {
 public:
  // `from` is before `to`; `columns` is above 0.
  LanePixels(std::size_t lanes, std::size_t columns, std::int64_t from, std::int64_t to);

  // A task whose phases follow one another from `launch` on.
  void add(std::size_t lane, std::int64_t launch, const PhaseTimes& phases);
  // As many tasks at once as the lane had in its busiest column, on average over the column.
  double busiest(std::size_t lane) const;
  // The lane as `rows` strings in one, the lowest row first: for each column a letter for what most
  // of that part of it went into, 'a' for the first phase and so on, '.' where nothing ran.
  // A column is full with `slots` tasks at once.
  std::string paint(std::size_t lane, double slots, std::size_t rows) const;

 private:
  struct Cell {
    float time = 0;  // ms of columns that an interval begins or ends in
    std::int32_t started =
        0;  // intervals that fill columns from this one on, less those up to here
  };
  using Shares = std::array<double, kTaskPhaseCount>;  // tasks at once, by phase

  Cell& cell(std::size_t lane, std::size_t phase, std::size_t column) {
    return cells_[(lane * kTaskPhaseCount + phase) * (columns_ + 1) + column];
  }
  const Cell& cell(std::size_t lane, std::size_t phase, std::size_t column) const {
    return cells_[(lane * kTaskPhaseCount + phase) * (columns_ + 1) + column];
  }
  void add_interval(std::size_t lane, std::size_t phase, double begin, double end);
  std::vector<Shares> shares(std::size_t lane) const;

  std::size_t columns_;
  std::int64_t from_;
  double span_;
  double width_;  // of a column, ms
  std::vector<Cell> cells_;
};

}  // namespace afterglow::history
