#include "historyserver/api/dashboard/span_lanes.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::int64_t kTiny = 2;  // pixels

class Layout {
 public:
  explicit Layout(const LaneView& view)
      : view_(view), tiny_(static_cast<std::size_t>(view.width), kNone) {}

  void add(const SpanRow& span) {
    ++lanes_.spans;
    const std::int64_t first = pixel(span.start);
    const std::int64_t last = pixel(span.end);
    const bool is_tiny = last - first < kTiny;
    auto& at = tiny_[static_cast<std::size_t>(first)];
    if (is_tiny && at != kNone) return join(lanes_.blocks[at], span);
    const std::size_t lane = free_lane(first);
    if (lane == kNone) return join(lanes_.blocks[last_of_.back()], span);
    if (is_tiny) at = lanes_.blocks.size();
    last_of_[lane] = lanes_.blocks.size();
    end_of_[lane] = last;
    lanes_.blocks.push_back({.lane = static_cast<std::int64_t>(lane),
                             .start = span.start,
                             .end = span.end,
                             .id = span.id,
                             .attempt = span.attempt,
                             .status = span.status});
    join(lanes_.blocks.back(), span);
  }

  SpanLanes take() {
    lanes_.lanes = static_cast<std::int64_t>(end_of_.size());
    return std::move(lanes_);
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;

  std::int64_t pixel(std::int64_t time) const {
    const double share = (static_cast<double>(time) - static_cast<double>(view_.from)) /
                         (static_cast<double>(view_.to) - static_cast<double>(view_.from));
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(view_.width);
    return std::min(view_.width - 1, static_cast<std::int64_t>(place));
  }

  // One whose last block ends before this pixel; a new one while there may be more.
  std::size_t free_lane(std::int64_t first) {
    const auto found = std::ranges::find_if(end_of_, [&](std::int64_t end) { return end < first; });
    const auto lane = static_cast<std::size_t>(found - end_of_.begin());
    if (found != end_of_.end()) return lane;
    if (static_cast<std::int64_t>(end_of_.size()) >= view_.lanes) return kNone;
    end_of_.push_back(-1);
    last_of_.push_back(kNone);
    return lane;
  }

  void join(LaneBlock& block, const SpanRow& span) {
    ++block.count;
    block.failed += span.status == "FAILED" ? 1 : 0;
    block.running += span.status == "RUNNING" || span.status == "ACTIVE" ? 1 : 0;
    block.start = std::min(block.start, span.start);
    block.end = std::max(block.end, span.end);
    auto& end = end_of_[static_cast<std::size_t>(block.lane)];
    end = std::max(end, pixel(block.end));
  }

  LaneView view_;
  SpanLanes lanes_;
  std::vector<std::size_t> tiny_;     // by pixel: the block of what is tiny there
  std::vector<std::int64_t> end_of_;  // by lane: its last pixel
  std::vector<std::size_t> last_of_;  // by lane: its last block
};

}  // namespace

SpanLanes lay_in_lanes(const std::vector<SpanRow>& spans, const LaneView& view) {
  Layout layout(view);
  for (const SpanRow& span : spans) layout.add(span);
  return layout.take();
}

}  // namespace afterglow::history
