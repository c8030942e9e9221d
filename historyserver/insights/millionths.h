#pragma once

#include <cmath>

namespace afterglow::history {

// Of a number that was added up or divided: more digits would say nothing, and take long to write.
inline double millionths(double number) {
  return std::round(number * 1e6) / 1e6;
}

}  // namespace afterglow::history
