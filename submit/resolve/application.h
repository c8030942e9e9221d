#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/environment.h"
#include "submit/cli/command_line.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// What is to be run, by the last name that SparkSubmit knows it by.
struct Application {
  std::string resource;    // a jar, a .py or .R file, or a word such as "spark-internal"
  std::string main_class;  // empty: none was given
  std::vector<std::string> arguments;
  std::vector<std::string> example_jars;  // of run-example, which its class needs besides
};

// Spark goes by the end of the name only.
bool is_python(std::string_view resource);
bool is_r(std::string_view resource);

// The examples of run-example are searched in SPARK_HOME, which the environment names by now.
Application resolve_application(const CommandLine& line, const Environment& environment,
                                Problems& problems);

}  // namespace afterglow::submit
