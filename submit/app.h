#pragma once

#include <string>
#include <vector>

#include "common/base/environment.h"

namespace afterglow::submit {

// The whole program. Comes back, with the exit code, only when no driver was started.
int run(const std::vector<std::string>& arguments, Environment environment);

}  // namespace afterglow::submit
