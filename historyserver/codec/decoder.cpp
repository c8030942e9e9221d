#include "historyserver/codec/decoder.h"

#include <algorithm>

namespace afterglow::history {

void Decoder::start_at(std::uint64_t stored) {
  points_.assign(1, {.stored = stored});
  stored_ = last_frame_ = stored;
}

Result<std::size_t> Decoder::push(std::string_view input, std::string& output) {
  const std::size_t before = output.size();
  std::size_t taken = 0;
  const auto decoded = decode(input, output, taken);
  plain_ += output.size() - before;
  if (!decoded) return std::unexpected(decoded.error());
  stored_ += taken;
  return taken;
}

RestartPoint Decoder::restart_before(std::uint64_t plain) {
  const auto after = std::ranges::upper_bound(points_, plain, {}, &RestartPoint::plain);
  if (after != points_.begin()) points_.erase(points_.begin(), after - 1);
  return points_.front();
}

void Decoder::note_frame_end(std::size_t taken, std::size_t produced) {
  ++frames_;
  last_frame_ = points_.back().stored;
  const RestartPoint point{stored_ + taken, plain_ + produced};
  if (points_.back().plain == point.plain) {
    points_.back() = point;
  } else {
    points_.push_back(point);
  }
}

}  // namespace afterglow::history
