#pragma once

#include <string>

#include "historyserver/model/comparison.h"

namespace afterglow::history {

// How b differs from a in time, and what most likely made the difference, from what the comparison
// has but the summary itself.
std::string summary_of(const Comparison& comparison);

}  // namespace afterglow::history
