#pragma once

#include "submit/launch/jvm_command.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// Whether the main class is in the application's jar, in one beside it or among Spark's own. Says
// nothing when it may be in what cannot be seen from here: packages, other class paths, other
// machines.
void check_main_class(const SubmissionPlan& plan, const Surroundings& surroundings,
                      Problems& problems);

}  // namespace afterglow::submit
