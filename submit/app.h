#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/environment.h"
#include "submit/cli/options.h"

namespace afterglow::submit {

// Called by the name spark-submit, with or without a path, the program takes only what Spark takes.
Dialect dialect_of(std::string_view called_by);

// The whole program. Comes back, with the exit code, only when no driver was started.
int run(const std::vector<std::string>& arguments, Environment environment,
        Dialect dialect = Dialect::afterglow);

}  // namespace afterglow::submit
