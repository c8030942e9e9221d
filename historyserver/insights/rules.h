#pragma once

#include <span>

#include "historyserver/insights/rule.h"

namespace afterglow::history {

// All rules, by id.
std::span<const Rule* const> rules();

// Nothing for an unknown id.
const Rule* find_rule(std::string_view id);

// Those that hold for all rules.
std::span<const RuleThreshold* const> common_thresholds();

// Nothing for an unknown name.
const RuleThreshold* find_threshold(std::string_view name);

}  // namespace afterglow::history
