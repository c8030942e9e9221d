#include "submit/launch/spark_env.h"

#include "submit/launch/process.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

// Names that the script is unlikely to use. `set -a` exports every assignment.
constexpr char source_and_go_on[] =
    "_afterglow_program=$AFTERGLOW_PROGRAM _afterglow_name=$AFTERGLOW_NAME; "
    "_afterglow_arguments=(\"${@:2}\"); unset AFTERGLOW_PROGRAM AFTERGLOW_NAME; "
    "set -a; . \"$SPARK_CONF_DIR/spark-env.sh\"; set +a; "
    "exec -a \"$_afterglow_name\" \"$_afterglow_program\" \"${_afterglow_arguments[@]}\"";

}  // namespace

void export_spark_variables(const SparkInstallation& spark, Environment& environment) {
  environment.set("SPARK_HOME", spark.home.native());
  environment.set("SPARK_SCALA_VERSION", spark.scala_version);
  environment.set("PYTHONHASHSEED", "0");
}

fs::path conf_dir(const SparkInstallation& spark, const Environment& environment) {
  const std::string& given = environment.get("SPARK_CONF_DIR");
  return given.empty() ? spark.home / "conf" : fs::path(given);
}

std::optional<Command> spark_env_command(const SparkInstallation& spark, Environment& environment,
                                         const fs::path& program, std::string_view name,
                                         std::span<const std::string> arguments) {
  if (!environment.get("SPARK_ENV_LOADED").empty()) return std::nullopt;
  environment.set("SPARK_ENV_LOADED", "1");
  const fs::path folder = conf_dir(spark, environment);
  environment.set("SPARK_CONF_DIR", folder.native());
  std::error_code ignored;
  if (!fs::is_regular_file(folder / "spark-env.sh", ignored)) return std::nullopt;

  Command command;
  command.program = find_on_path("bash", environment).value_or("/bin/bash");
  command.arguments = {"-c", source_and_go_on, (spark.home / "bin" / "spark-class").native(),
                       "org.apache.spark.deploy.SparkSubmit"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = environment;
  command.environment.set("AFTERGLOW_PROGRAM", program.native());
  command.environment.set("AFTERGLOW_NAME", name);
  return command;
}

}  // namespace afterglow::submit
