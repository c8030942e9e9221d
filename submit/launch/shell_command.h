#pragma once

#include "common/base/result.h"
#include "submit/launch/jvm_command.h"

namespace afterglow::submit {

// The command of an interactive Python or R. Its own start-up file starts the JVM later, by Spark's
// spark-submit, with what it finds in PYSPARK_SUBMIT_ARGS or SPARKR_SUBMIT_ARGS.
Result<Command> shell_command(const SubmissionPlan& plan, const Surroundings& surroundings);

}  // namespace afterglow::submit
