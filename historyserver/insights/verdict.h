#pragma once

#include <span>
#include <string>

#include "historyserver/insights/facts.h"
#include "historyserver/model/finding.h"

namespace afterglow::history {

// One sentence that says what mattered most, of findings in their order. It says so where nothing
// is wrong, and where the log is too incomplete to say.
std::string verdict_of(const Facts& facts, std::span<const Finding> findings);

}  // namespace afterglow::history
