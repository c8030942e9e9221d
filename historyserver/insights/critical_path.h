#pragma once

#include <vector>

#include "historyserver/insights/facts.h"
#include "historyserver/model/insights.h"

namespace afterglow::history {

// From the application's start to its end without a hole, in order.
std::vector<PathStep> critical_path(const Facts& facts);

}  // namespace afterglow::history
