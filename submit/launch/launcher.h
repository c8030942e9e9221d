#pragma once

#include "common/base/result.h"
#include "submit/launch/jvm_command.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

// Carries a plan out on one kind of cluster; the value is the exit code of afterglow-submit. A
// launcher that becomes the driver does not come back at all.
using Launcher = Result<int> (*)(const SubmissionPlan&, const Surroundings&);

}  // namespace afterglow::submit
