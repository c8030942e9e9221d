#pragma once

#include <filesystem>
#include <optional>

#include "common/base/environment.h"
#include "submit/cli/command_line.h"
#include "submit/resolve/plan.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// Decides everything that can be decided without starting anything. With a problem the submission
// cannot go ahead, and the plan, if there is one, is only for finding more that is wrong. No
// conf_dir: no Spark was found, look at the rest.
std::optional<SubmissionPlan> make_plan(const CommandLine& line, const Environment& environment,
                                        const std::optional<std::filesystem::path>& conf_dir,
                                        Problems& problems, std::vector<std::string>& warnings);

}  // namespace afterglow::submit
