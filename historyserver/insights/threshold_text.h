#pragma once

#include <string>

#include "historyserver/insights/rule.h"

namespace afterglow::history {

// The thresholds of all rules as a configuration file whose lines show the defaults
// (conf/afterglow-findings.conf.template).
std::string findings_template();

// Its row in the tables of docs/findings.md.
std::string threshold_row(const RuleThreshold& threshold);

}  // namespace afterglow::history
