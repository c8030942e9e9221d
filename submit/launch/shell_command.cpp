#include "submit/launch/shell_command.h"

#include <initializer_list>
#include <string_view>

#include "submit/launch/submit_arguments.h"
#include "submit/resolve/option_string.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

std::string first_of(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (!text.empty()) return std::string(text);
  }
  return {};
}

// Of the command line only: the shell's Python cannot be chosen by a properties file.
std::string_view on_line(const SubmissionPlan& plan, std::string_view key) {
  for (const GivenOption& given : plan.options) {
    if (given.option->conf_key == key) return given.value;
  }
  for (std::size_t i = 0; i + 1 < plan.placement.size(); i += 2) {
    if (find_option(plan.placement[i])->conf_key == key) return plan.placement[i + 1];
  }
  const std::string* const value = plan.command_line_conf.get(key);
  return value == nullptr ? std::string_view() : *value;
}

std::string quoted(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    line += line.empty() ? "\"" : " \"";
    for (const char c : word) {
      if (c == '"' || c == '\\') line += '\\';
      line += c;
    }
    line += '"';
  }
  return line;
}

// A server's address alone does not make it "connect" for the shell.
bool is_connect(const SubmissionPlan& plan, const Environment& environment) {
  const std::string_view mode = on_line(plan, "spark.api.mode");
  return mode.empty() ? environment.get("SPARK_CONNECT_MODE") == "1"
                      : plan.api_mode == ApiMode::connect;
}

void tell_connect(const SubmissionPlan& plan, Environment& environment) {
  const bool connect = is_connect(plan, environment);
  const std::string_view remote = on_line(plan, "spark.remote");
  environment.set("SPARK_API_MODE", connect ? "connect" : "classic");
  if (!remote.empty()) {
    environment.set("SPARK_REMOTE", remote);
    environment.set("SPARK_CONNECT_MODE_ENABLED", "1");
  } else if (connect) {
    environment.set("MASTER", first_of({on_line(plan, "spark.master"), "local"}));
    environment.set("SPARK_CONNECT_MODE_ENABLED", "1");
  }
}

Result<Command> python_shell(const SubmissionPlan& plan, Command command) {
  Environment& environment = command.environment;
  command.program = first_of(
      {on_line(plan, "spark.pyspark.driver.python"), on_line(plan, "spark.pyspark.python"),
       environment.get("PYSPARK_DRIVER_PYTHON"), environment.get("PYSPARK_PYTHON"), "python3"});
  auto options = split_option_string(environment.get("PYSPARK_DRIVER_PYTHON_OPTS"));
  if (!options) {
    return fail(
        ErrorKind::invalid_argument,
        "environment variable PYSPARK_DRIVER_PYTHON_OPTS: the text " + options.error().message);
  }
  command.arguments = std::move(*options);
  if (const std::string_view python = on_line(plan, "spark.pyspark.python"); !python.empty()) {
    environment.set("PYSPARK_PYTHON", python);
  }
  tell_connect(plan, environment);
  return command;
}

Result<Command> r_shell(const SubmissionPlan& plan, const fs::path& spark_home, Command command) {
  Environment& environment = command.environment;
  command.program =
      first_of({on_line(plan, "spark.r.shell.command"), environment.get("SPARKR_DRIVER_R"), "R"});
  environment.set("R_PROFILE_USER", (spark_home / "R/lib/SparkR/profile/shell.R").native());
  return command;
}

}  // namespace

Result<Command> shell_command(const SubmissionPlan& plan, const Surroundings& surroundings) {
  auto submit = submit_arguments(plan, Reader::its_children);
  if (!submit) return std::unexpected(submit.error());
  if (!submit->secret_jvm_options.empty()) {
    return fail(ErrorKind::unsupported,
                "a secret whose value begins or ends with a blank cannot be handed to a shell "
                "without showing it; put it into spark-defaults.conf");
  }
  Command command;
  command.environment = surroundings.environment;
  const bool python = plan.form == Form::python_shell;
  command.environment.set(python ? "PYSPARK_SUBMIT_ARGS" : "SPARKR_SUBMIT_ARGS",
                          quoted(submit->arguments));
  add_library_path(plan, command.environment);
  auto made = python ? python_shell(plan, std::move(command))
                     : r_shell(plan, surroundings.spark.home, std::move(command));
  if (!made) return made;
  const auto program = find_on_path(made->program.native(), made->environment);
  if (!program) {
    return fail(ErrorKind::not_found, "there is no program " + made->program.string() +
                                          (python ? "; set PYSPARK_PYTHON to a Python"
                                                  : "; install R or set SPARKR_DRIVER_R"));
  }
  made->program = *program;
  return made;
}

}  // namespace afterglow::submit
