#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "submit/cli/options.h"

namespace afterglow::submit {

struct GivenOption {
  const Option* option;
  std::string value;  // empty for a switch
};

// Whether it is certain which token is the primary resource: an unknown option may have a value.
enum class Understood { fully, partly };

// What the first word asks for: Spark's scripts run-example, pyspark and sparkR put one there.
enum class Form { application, example, python_shell, r_shell };

// A command line after its syntax, before any of its values means anything.
struct CommandLine {
  std::vector<GivenOption> given;  // in order, repetitions included
  Form form = Form::application;
  // What stands in place of a file for shells and for classes of Spark's own, too. For an example,
  // the name of its class.
  std::optional<std::string> resource;
  std::vector<std::string> application_arguments;
  std::vector<std::string> problems;  // one line each
  Understood understood = Understood::fully;
  Dialect dialect = Dialect::afterglow;

  bool has(std::string_view name) const;
  // The last value given; null when the option is absent.
  const std::string* value(std::string_view name) const;
};

// Spark's grammar: options end at the first token that is neither an option nor an option's value.
// That token is the primary resource and everything behind it belongs to the application, whatever
// it looks like. "--name value" and "--name=value" (with a value that is not empty) are the same;
// the aliases -c, -h and -v stand alone. A value may begin with a dash. There are no abbreviations
// and no "--".
//
// With a SpecialClass, pyspark-shell-main or sparkr-shell-main there is no primary resource to end
// the options: everything that is none belongs to the application. Parsing goes on after a problem,
// so that all of them are reported at once.
CommandLine parse_command_line(std::span<const std::string> arguments,
                               Dialect dialect = Dialect::afterglow);

}  // namespace afterglow::submit
