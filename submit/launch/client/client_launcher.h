#pragma once

#include "submit/launch/launcher.h"

namespace afterglow::submit {

// Becomes the driver's JVM, so that standard streams, signals and the exit code are the driver's.
Result<int> launch_local(const SubmissionPlan& plan, const Surroundings& surroundings);

}  // namespace afterglow::submit
