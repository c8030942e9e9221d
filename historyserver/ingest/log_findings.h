#pragma once

#include <vector>

#include "historyserver/store/completeness_store.h"

namespace afterglow::history {

// What the counters of a log mean to somebody who reads its numbers, most important first. While a
// log is in progress and its application has not ended, what is open is not missing.
std::vector<LogFindingRow> findings_of(const CompletenessRow& row);

}  // namespace afterglow::history
