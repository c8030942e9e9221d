#include "historyserver/api/dashboard/lane_pixels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace afterglow::history {

LanePixels::LanePixels(std::size_t lanes, std::size_t columns, std::int64_t from, std::int64_t to)
    : columns_(columns),
      from_(from),
      span_(static_cast<double>(to - from)),
      width_(span_ / static_cast<double>(columns)),
      cells_(lanes * kTaskPhaseCount * (columns + 1)) {}

void LanePixels::add(std::size_t lane, std::int64_t launch, const PhaseTimes& phases) {
  auto begin = static_cast<double>(launch - from_);
  for (std::size_t phase = 0; phase < kTaskPhaseCount; ++phase) {
    if (phases[phase] == 0) continue;
    const double end = begin + static_cast<double>(phases[phase]);
    if (end > 0 && begin < span_) {
      add_interval(lane, phase, std::max(0.0, begin), std::min(end, span_));
    }
    begin = end;
  }
}

void LanePixels::add_interval(std::size_t lane, std::size_t phase, double begin, double end) {
  const auto column_at = [this](double time) {
    return std::min(columns_ - 1, static_cast<std::size_t>(time / width_));
  };
  const std::size_t first = column_at(begin);
  const std::size_t last = column_at(end);
  const auto start_of = [this](std::size_t column) { return static_cast<double>(column) * width_; };
  if (first == last) {
    cell(lane, phase, first).time += static_cast<float>(end - begin);
    return;
  }
  cell(lane, phase, first).time += static_cast<float>(start_of(first + 1) - begin);
  cell(lane, phase, last).time += static_cast<float>(std::max(0.0, end - start_of(last)));
  ++cell(lane, phase, first + 1).started;
  --cell(lane, phase, last).started;
}

std::vector<LanePixels::Shares> LanePixels::shares(std::size_t lane) const {
  std::vector<Shares> all(columns_);
  for (std::size_t phase = 0; phase < kTaskPhaseCount; ++phase) {
    std::int64_t filling = 0;
    for (std::size_t column = 0; column < columns_; ++column) {
      const Cell& at = cell(lane, phase, column);
      filling += at.started;
      all[column][phase] = static_cast<double>(filling) + static_cast<double>(at.time) / width_;
    }
  }
  return all;
}

double LanePixels::busiest(std::size_t lane) const {
  double most = 0;
  for (const Shares& column : shares(lane)) {
    most = std::max(most, std::accumulate(column.begin(), column.end(), 0.0));
  }
  return most;
}

std::string LanePixels::paint(std::size_t lane, double slots, std::size_t rows) const {
  std::string pixels(rows * columns_, '.');
  const std::vector<Shares> all = shares(lane);
  for (std::size_t column = 0; column < columns_; ++column) {
    const double busy = std::accumulate(all[column].begin(), all[column].end(), 0.0);
    if (busy <= 0) continue;
    const auto filled = std::clamp<std::size_t>(
        static_cast<std::size_t>(std::lround(busy / slots * static_cast<double>(rows))), 1, rows);
    // Each row shows the phase that its middle falls into.
    std::size_t phase = 0;
    double below = all[column][0];
    for (std::size_t row = 0; row < filled; ++row) {
      const double middle = (static_cast<double>(row) + 0.5) / static_cast<double>(filled) * busy;
      while (below < middle && phase + 1 < kTaskPhaseCount) below += all[column][++phase];
      pixels[row * columns_ + column] = static_cast<char>('a' + phase);
    }
    if (filled > 1) continue;
    phase = static_cast<std::size_t>(std::ranges::max_element(all[column]) - all[column].begin());
    pixels[column] = static_cast<char>('a' + phase);
  }
  return pixels;
}

}  // namespace afterglow::history
