#include "submit/cli/output_format.h"

namespace afterglow::submit {

Result<OutputFormat> output_format(const CommandLine& line) {
  const std::string* const format = line.value("--output");
  if (format == nullptr || *format == "text") return OutputFormat::text;
  if (*format == "json") return OutputFormat::json;
  return fail(ErrorKind::invalid_argument,
              "--output \"" + *format + "\" is unknown; write text or json");
}

}  // namespace afterglow::submit
