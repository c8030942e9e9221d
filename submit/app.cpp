#include "submit/app.h"

#include <cstdio>
#include <filesystem>

#include "common/base/version.h"
#include "submit/cli/command_line.h"
#include "submit/cli/usage.h"
#include "submit/launch/java.h"
#include "submit/launch/launchers.h"
#include "submit/launch/process.h"
#include "submit/launch/spark_env.h"
#include "submit/launch/spark_home.h"
#include "submit/resolve/planner.h"
#include "submit/resolve/validate.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr int exit_ok = 0;
constexpr int exit_error = 1;
constexpr int exit_usage = 255;  // what spark-submit without arguments gives

void say(const std::string& line) {
  std::fprintf(stderr, "afterglow-submit: %s\n", line.c_str());
}

int report(const Problems& problems) {
  for (const std::string& problem : problems) say(problem);
  return exit_error;
}

fs::path this_program() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path("afterglow-submit") : program;
}

int show_version(const Environment& environment) {
  const auto spark = find_spark(environment, this_program());
  const auto java = find_java(environment);
  std::string text = "afterglow-submit " AFTERGLOW_VERSION "\n";
  text += spark ? "Spark " + spark->version_text + " in " + spark->home.string() + " (" +
                      spark->found_by + ")\n"
                : spark.error().message + "\n";
  text += java ? "Java " + java->string() + "\n" : java.error().message + "\n";
  std::fputs(text.c_str(), stderr);
  return exit_ok;
}

// Says everything that is wrong with a command line that cannot be understood as a whole.
int report_bad_line(CommandLine& line, const Environment& environment) {
  Problems problems = std::move(line.problems);
  std::vector<std::string> warnings;
  make_plan(line, environment, std::nullopt, problems, warnings);
  problems.push_back("--help shows the options");
  return report(problems);
}

int submit(const CommandLine& line, const std::vector<std::string>& arguments,
           Environment environment) {
  Problems problems;
  check_supported(line, problems);
  if (!problems.empty()) return report(problems);

  const fs::path program = this_program();
  auto spark = find_spark(environment, program);
  if (!spark) {
    problems.push_back(spark.error().message);
  } else {
    export_spark_variables(*spark, environment);
    if (const auto command = spark_env_command(*spark, environment, program, arguments)) {
      return report(
          {"spark-env.sh: " +
           replace_process(command->program, command->arguments, command->environment).message});
    }
  }
  const auto java = find_java(environment);
  if (!java) problems.push_back(java.error().message);

  std::vector<std::string> warnings;
  const auto folder = spark ? std::optional(conf_dir(*spark, environment)) : std::nullopt;
  const auto plan = make_plan(line, environment, folder, problems, warnings);
  for (const std::string& warning : warnings) say("warning: " + warning);
  if (!problems.empty() || !plan) return report(problems);

  const Launcher launcher = find_launcher(plan->master.kind);
  if (launcher == nullptr) return report({"no launcher for " + plan->master.text});
  const auto exit_code = launcher(*plan, Surroundings{*spark, *java, *folder, environment});
  return exit_code ? *exit_code : report({exit_code.error().message});
}

}  // namespace

int run(const std::vector<std::string>& arguments, Environment environment) {
  if (arguments.empty()) {
    std::fputs(usage().c_str(), stderr);
    return exit_usage;
  }
  CommandLine line = parse_command_line(arguments);
  if (!line.problems.empty()) return report_bad_line(line, environment);
  if (line.has("--help")) {
    std::fputs(usage().c_str(), stdout);
    return exit_ok;
  }
  if (line.has("--usage-error")) {
    std::fputs(usage().c_str(), stderr);
    return exit_error;
  }
  if (line.has("--version")) return show_version(environment);
  return submit(line, arguments, std::move(environment));
}

}  // namespace afterglow::submit
