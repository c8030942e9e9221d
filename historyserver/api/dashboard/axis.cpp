#include "historyserver/api/dashboard/axis.h"

#include <cmath>

namespace afterglow::history {
namespace {

// Each the same factor after the one before, as far as whole numbers allow it.
std::vector<std::int64_t> log_edges(std::int64_t low, std::int64_t high, std::int64_t bins) {
  std::vector<std::int64_t> edges = {low};
  if (low == 0 && high > 0) edges.push_back(1);
  const auto first = static_cast<double>(std::max<std::int64_t>(1, low));
  const std::int64_t last = high + 1;
  const auto steps = std::max<std::int64_t>(1, bins - static_cast<std::int64_t>(edges.size()) + 1);
  const double factor =
      std::pow(static_cast<double>(last) / first, 1.0 / static_cast<double>(steps));
  double edge = first;
  for (std::int64_t i = 1; i < steps; ++i) {
    edge *= factor;
    const auto whole = static_cast<std::int64_t>(std::ceil(edge));
    if (whole > edges.back() && whole < last) edges.push_back(whole);
  }
  if (last > edges.back()) edges.push_back(last);
  return edges;
}

}  // namespace

Axis::Axis(Scale scale, std::int64_t low, std::int64_t high, std::int64_t bins) {
  if (scale == Scale::log) {
    edges_ = log_edges(low, high, bins);
    return;
  }
  width_ = (high - low) / bins + 1;
  for (std::int64_t edge = low; edge <= high; edge += width_) edges_.push_back(edge);
  edges_.push_back(edges_.back() + width_);
}

void Axis::write(JsonWriter& json, std::string_view name) const {
  json.key(name).begin_object().field("scale", width_ > 0 ? "linear" : "log");
  write_numbers(json, "edges", edges_);
  json.end_object();
}

void Grid::write(JsonWriter& json) const {
  x_.write(json, "x");
  y_.write(json, "y");
  json.key("counts").begin_array();
  for (const Count& count : counts_) json.value(count.all);
  json.end_array().key("failedCells").begin_array();
  for (std::size_t cell = 0; cell < counts_.size(); ++cell) {
    if (counts_[cell].failed > 0) json.value(static_cast<std::int64_t>(cell));
  }
  json.end_array().key("failedCounts").begin_array();
  for (const Count& count : counts_) {
    if (count.failed > 0) json.value(count.failed);
  }
  json.end_array();
}

void write_numbers(JsonWriter& json, std::string_view name,
                   const std::vector<std::int64_t>& numbers) {
  json.key(name).begin_array();
  for (const std::int64_t number : numbers) json.value(number);
  json.end_array();
}

}  // namespace afterglow::history
