#pragma once

#include "submit/launch/jvm_command.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// What --check asks a standalone cluster: whether a master leads and takes our requests, and
// whether a worker has the memory and the cores of the driver and of an executor.
void check_standalone(const SubmissionPlan& plan, const Surroundings& surroundings,
                      Problems& problems);

// For a driver on this machine: whether a master listens, has the same Spark, and workers that are
// large enough for an executor. What the cluster does not tell is not judged.
void check_standalone_client(const SubmissionPlan& plan, const Surroundings& surroundings,
                             Problems& problems);

}  // namespace afterglow::submit
