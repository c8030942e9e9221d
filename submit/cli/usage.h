#pragma once

#include <string>

#include "submit/cli/options.h"

namespace afterglow::submit {

// The text of --help, made from the option table.
std::string usage(Dialect dialect);

}  // namespace afterglow::submit
