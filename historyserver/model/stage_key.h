#pragma once

#include <compare>
#include <cstdint>

namespace afterglow::history {

// One attempt of a stage.
struct StageKey {
  std::int64_t stage_id = 0;
  std::int64_t attempt = 0;
  auto operator<=>(const StageKey&) const = default;

  template <typename Archive>
  void archive(Archive& archive) {
    archive(stage_id, attempt);
  }
};

}  // namespace afterglow::history
