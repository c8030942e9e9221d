#pragma once

namespace afterglow::history {

// In bytes.
inline constexpr double kMiB = 1024.0 * 1024.0;
inline constexpr double kGiB = 1024.0 * kMiB;

}  // namespace afterglow::history
