#pragma once

#include "submit/launch/jvm_command.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// What a driver on this machine needs: a Java that this Spark runs on, for Python applications a
// Python that it runs on, of one version for driver and executors, and memory for its heap.
void check_client(const SubmissionPlan& plan, const Surroundings& surroundings, Problems& problems);

}  // namespace afterglow::submit
