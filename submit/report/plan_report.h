#pragma once

#include <string>
#include <vector>

#include "submit/cli/output_format.h"
#include "submit/launch/launcher.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// What --dry-run prints: every value with its origin and what it hid, the files, what would be
// done. No secrets are in it. As JSON it is one object:
//
//   master, deployMode, api, spark {version, home, foundBy}, java, confDir, propertiesFiles []
//   application {resource, mainClass, arguments []}
//   configuration [{key, value, origin, hidden [{value, origin}]}]   sorted by key
//   files [{role, uri, origin}]  copies [{from, to}]
//   command []  environment {}  requests [{method, address, body}]  warnings []
std::string plan_report(const SubmissionPlan& plan, const Surroundings& surroundings,
                        const Preview& preview, const std::vector<std::string>& warnings,
                        OutputFormat format);

// What --check prints. As JSON: {"ok": ..., "problems": [], "warnings": []}.
std::string check_report(const Problems& problems, const std::vector<std::string>& warnings,
                         OutputFormat format);

}  // namespace afterglow::submit
