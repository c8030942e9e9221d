#pragma once

#include "submit/launch/launcher.h"

namespace afterglow::submit {

// Client mode is the same on every manager. This process becomes the driver, a JVM or an
// interactive Python or R, so that standard streams, signals and the exit code are the driver's.
extern const Launcher client_launcher;

// What it becomes.
Result<Command> client_command(const SubmissionPlan& plan, const Surroundings& surroundings);

}  // namespace afterglow::submit
