#pragma once

#include <string>

#include "common/base/result.h"
#include "historyserver/insights/rule.h"
#include "historyserver/query/report_options.h"

namespace afterglow::history {

// Writes the report to standard output. The exit code: of findings 0, 3 or 4 by the worst severity
// (see report_usage()), of a comparison 0.
Result<int> run_report_command(const ReportOptions& options, const std::string& store_folder,
                               const ThresholdValues& thresholds);

}  // namespace afterglow::history
