#pragma once

#include <string>
#include <vector>

#include "submit/resolve/plan.h"

namespace afterglow::submit {

// A file or address that the application is made of.
struct PlanFile {
  std::string role;    // "application", "jars", "files", "py-files" or "archives"
  std::string uri;     // as written, with its fragment
  std::string origin;  // who named it
};

std::vector<PlanFile> plan_files(const SubmissionPlan& plan);

// Every one of them on this machine that is missing, unreadable or not what its role needs.
void check_plan_files(const SubmissionPlan& plan, Problems& problems);

}  // namespace afterglow::submit
