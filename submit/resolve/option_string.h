#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow::submit {

// Splits JVM options written as one text, as Spark's launcher does: blanks separate; '...' is
// literal; inside "..." and outside, a backslash takes the next character as it is; quotes may
// stand in the middle of an option, and an empty pair of quotes is an empty option.
Result<std::vector<std::string>> split_option_string(std::string_view text);

}  // namespace afterglow::submit
