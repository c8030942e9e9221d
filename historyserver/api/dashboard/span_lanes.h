#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "historyserver/store/timeline_store.h"

namespace afterglow::history {

// What one bar of a timeline stands for: one span, or several that are too short to be told apart.
struct LaneBlock {
  std::int64_t lane = 0;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t count = 0;   // of spans
  std::int64_t failed = 0;  // of them
  std::int64_t running = 0;
  std::int64_t id = 0;  // of the first one
  std::int64_t attempt = 0;
  std::string status;  // of the first one
};

struct SpanLanes {
  std::vector<LaneBlock> blocks;
  std::int64_t lanes = 0;
  std::int64_t spans = 0;
};

// The part of time that is drawn, and on how many pixels; `to` is after `from`.
struct LaneView {
  std::int64_t from = 0;
  std::int64_t to = 1;
  std::int64_t width = 1000;  // pixels
  std::int64_t lanes = 12;    // at most
};

// Lays spans, which come by start, in lanes so that none overlaps another. Those of less than two
// pixels that begin at the same one become one block; what finds no free lane joins the last one.
// So there are never more blocks than pixels in all lanes.
SpanLanes lay_in_lanes(const std::vector<SpanRow>& spans, const LaneView& view);

}  // namespace afterglow::history
