#pragma once

#include "common/base/result.h"
#include "submit/cli/command_line.h"

namespace afterglow::submit {

enum class OutputFormat { text, json };

// What --output asks for; text without it.
Result<OutputFormat> output_format(const CommandLine& line);

}  // namespace afterglow::submit
