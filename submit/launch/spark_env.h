#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/environment.h"
#include "submit/launch/spark_home.h"

namespace afterglow::submit {

// A program with its arguments (without its own name) and the environment to run it in.
struct Command {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  Environment environment;
};

// Sets what Spark's scripts export before they look for Java: SPARK_HOME, SPARK_CONF_DIR,
// SPARK_SCALA_VERSION, PYTHONHASHSEED.
void export_spark_variables(const SparkInstallation& spark, Environment& environment);

std::filesystem::path conf_dir(const SparkInstallation& spark, const Environment& environment);

// conf/spark-env.sh is a bash script that Spark sources once, in the very process that becomes the
// driver: it may set variables, but also limits, the umask or the folder to run in. To keep all of
// that, this process becomes a bash that sources it and then becomes `program` again, called
// `name`, with SPARK_ENV_LOADED set, so that the second time there is nothing to do. No command: no
// script, or it has been loaded.
//
// As in Spark, the script sees "$SPARK_HOME/bin/spark-class" as $0 and the class and arguments of
// SparkSubmit as its parameters.
std::optional<Command> spark_env_command(const SparkInstallation& spark, Environment& environment,
                                         const std::filesystem::path& program,
                                         std::string_view name,
                                         std::span<const std::string> arguments);

}  // namespace afterglow::submit
