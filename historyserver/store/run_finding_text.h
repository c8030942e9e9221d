#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "historyserver/model/run_finding.h"

// The column log.findings of the catalog: JSON without a blank, a list for each finding, such as
// [["partition-skew","critical",1500,12000]]: rule, severity, recoverable ms of the wall time and
// of cores, both rounded. It is read for every run of a listing, so the reader takes this form and
// no other; any other text reads as no findings.
namespace afterglow::history {

std::string to_json_text(const std::vector<RunFinding>& findings);
void from_json_text(std::string_view text, std::vector<RunFinding>& findings);

}  // namespace afterglow::history
