#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::submit {

// The completion script of "bash", "zsh" or "fish", made from the option table, for the program
// under both of its names.
Result<std::string> completion_script(std::string_view shell);

}  // namespace afterglow::submit
