#pragma once

#include <string>
#include <vector>

#include "common/base/redact.h"
#include "submit/launch/spark_env.h"

namespace afterglow::submit {

// Program and arguments for people: secrets in "-Dkey=value", "--key=value" and "--key value" are
// replaced, those of the application's own arguments, too.
std::vector<std::string> shown_words(const Command& command, const Redactor& redactor);

// The same in one line.
std::string printable(const Command& command, const Redactor& redactor);

// The variables, as "NAME=value" without secrets, that the command's environment has and `before`
// has not, or has with another value.
std::vector<std::string> shown_changes(const Environment& before, const Command& command,
                                       const Redactor& redactor);

}  // namespace afterglow::submit
