#pragma once

#include <string>

#include "historyserver/model/finding.h"

namespace afterglow::history {

// What lists of runs tell of a finding: everything but its words. Times are ms.
struct RunFinding {
  std::string rule;  // its id
  Severity severity = Severity::note;
  double recoverable_ms = 0;
  double recoverable_core_ms = 0;

  bool operator==(const RunFinding&) const = default;
};

}  // namespace afterglow::history
