#pragma once

#include "submit/launch/launcher.h"

namespace afterglow::submit {

// Null for what is not built yet.
const Launcher* find_launcher(const SubmissionPlan& plan);

}  // namespace afterglow::submit
