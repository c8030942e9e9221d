#include "submit/app.h"

#include <cstdio>
#include <filesystem>

#include "common/base/version.h"
#include "submit/cli/command_line.h"
#include "submit/cli/completion.h"
#include "submit/cli/manual.h"
#include "submit/cli/usage.h"
#include "submit/cluster_mode.h"
#include "submit/launch/java.h"
#include "submit/launch/launchers.h"
#include "submit/launch/process.h"
#include "submit/launch/spark_env.h"
#include "submit/launch/spark_home.h"
#include "submit/lifecycle/exit_codes.h"
#include "submit/report/plan_report.h"
#include "submit/resolve/plan_files.h"
#include "submit/resolve/planner.h"
#include "submit/resolve/validate.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr int exit_usage = 255;  // what spark-submit without arguments gives

const char* program_name = "afterglow-submit";

void say(const std::string& line) {
  std::fprintf(stderr, "%s: %s\n", program_name, line.c_str());
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

// As scripts look for it in what spark-submit prints: "version 4.3.0".
std::string version_of_spark(const Result<SparkInstallation>& spark, const Result<fs::path>& java) {
  if (!spark) return spark.error().message + "\n";
  const auto java_feature = java ? java_version(*java) : std::nullopt;
  return "Spark version " + spark->version_text + "\nUsing Scala version " + spark->scala_version +
         (java_feature ? ", Java " + std::to_string(*java_feature) : "") + "\n";
}

// Of options that print something about the program itself; none: nothing of that was asked.
std::optional<int> print_what_is_asked(const CommandLine& line) {
  const bool for_spark = line.dialect == Dialect::spark;
  if (line.has("--help")) {
    std::fputs(usage(line.dialect).c_str(), for_spark ? stderr : stdout);
    return exit_ok;
  }
  if (line.has("--usage-error")) {
    std::fputs(usage(line.dialect).c_str(), stderr);
    return exit_error;
  }
  if (line.has("--man")) {
    std::fputs(manual().c_str(), stdout);
    return exit_ok;
  }
  if (const std::string* const shell = line.value("--completion")) {
    const auto script = completion_script(*shell);
    if (!script) return report({script.error().message});
    std::fputs(script->c_str(), stdout);
    return exit_ok;
  }
  return std::nullopt;
}

int show_version(const Environment& environment, Dialect dialect) {
  const auto spark = find_spark(environment, this_program());
  const auto java = find_java(environment);
  if (dialect == Dialect::spark) {
    std::fputs(version_of_spark(spark, java).c_str(), stderr);
    return exit_ok;
  }
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

// Of a first word that is neither an option nor a file but looks like a command; none: it does not.
std::optional<std::string> no_such_command(const std::string& word) {
  const bool letters = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  std::error_code ignored;
  if (!letters || fs::exists(word, ignored)) return std::nullopt;
  std::string names;
  for (const Subcommand& known : subcommands()) {
    names += (names.empty() ? "" : ", ") + std::string(known.name);
  }
  return "\"" + word + "\" is neither a command (" + names +
         ") nor an application file; --help shows the options";
}

// Where spark-defaults.conf is, when there is a Spark or a folder was named.
std::optional<fs::path> find_conf_dir(const Environment& environment,
                                      const Result<SparkInstallation>& spark) {
  const std::string& given = environment.get("SPARK_CONF_DIR");
  if (!given.empty()) return fs::path(given);
  return spark ? std::optional(conf_dir(*spark, environment)) : std::nullopt;
}

std::optional<fs::path> find_conf_dir(const Environment& environment) {
  return find_conf_dir(environment, find_spark(environment, this_program()));
}

struct Prepared {
  std::optional<SubmissionPlan> plan;
  Surroundings surroundings;
  Environment environment;
  std::string spark_version;  // empty: there is no Spark here
  Problems missing;  // what a driver on this machine needs; those in a cluster need nothing here
  Problems problems;
  std::vector<std::string> warnings;
};

// Does not come back when there is a spark-env.sh to be read first; it starts anew behind that.
Prepared prepare(const CommandLine& line, const std::vector<std::string>& arguments,
                 Environment environment) {
  Prepared made;
  const fs::path program = this_program();
  auto spark = find_spark(environment, program);
  if (!spark) {
    made.missing.push_back(spark.error().message);
  } else {
    made.spark_version = spark->version_text;
    export_spark_variables(*spark, environment);
    if (const auto command =
            spark_env_command(*spark, environment, program, program_name, arguments)) {
      made.problems.push_back(
          "spark-env.sh: " +
          replace_process(command->program, command->arguments, command->environment).message);
      return made;
    }
  }
  const auto java = find_java(environment);
  if (!java) made.missing.push_back(java.error().message);
  const auto folder = find_conf_dir(environment, spark);
  made.plan = make_plan(line, environment, folder, made.problems, made.warnings);
  if (made.plan && made.plan->deploy_mode == DeployMode::cluster) made.missing.clear();
  made.surroundings = {spark.value_or(SparkInstallation{}), java.value_or(fs::path()),
                       folder.value_or(fs::path()), environment};
  made.environment = std::move(environment);
  return made;
}

int show_plan(const Prepared& made, const Launcher& launcher, OutputFormat format) {
  const auto preview = launcher.preview(*made.plan, made.surroundings);
  if (!preview) return report({preview.error().message});
  std::fputs(plan_report(*made.plan, made.surroundings, *preview, made.warnings, format).c_str(),
             stdout);
  return exit_ok;
}

int show_problems(Prepared& made, const Launcher* launcher, OutputFormat format) {
  if (launcher != nullptr) {
    check_plan_files(*made.plan, made.problems);
    launcher->check(*made.plan, made.surroundings, made.problems);
  }
  std::fputs(check_report(made.problems, made.warnings, format).c_str(), stdout);
  return made.problems.empty() ? exit_ok : exit_error;
}

int submit(const CommandLine& line, const std::vector<std::string>& arguments,
           Environment environment) {
  Problems problems;
  const auto format = output_format(line);
  if (!format) problems.push_back(format.error().message);
  if (!problems.empty()) return report(problems);

  Prepared made = prepare(line, arguments, std::move(environment));
  for (const std::string& warning : made.warnings) say("warning: " + warning);
  const bool acts = !line.has("--check") && !line.has("--dry-run");
  if (acts && made.plan && made.plan->deploy_mode == DeployMode::cluster && made.problems.empty()) {
    return run_cluster_mode(*made.plan, line, made.environment, made.spark_version);
  }
  made.problems.insert(made.problems.begin(), made.missing.begin(), made.missing.end());
  const bool complete = made.plan && made.missing.empty();
  const Launcher* const launcher = complete ? find_launcher(*made.plan) : nullptr;
  if (made.problems.empty() && launcher == nullptr) {
    made.problems.push_back("no launcher for " + made.plan->master.text);
  }
  if (line.has("--check")) return show_problems(made, launcher, *format);
  if (!made.problems.empty()) return report(made.problems);
  if (line.has("--dry-run")) return show_plan(made, *launcher, *format);
  const auto exit_code = launcher->launch(*made.plan, made.surroundings);
  return exit_code ? *exit_code : report({exit_code.error().message});
}

}  // namespace

Dialect dialect_of(std::string_view called_by) {
  return called_by.substr(called_by.rfind('/') + 1) == "spark-submit" ? Dialect::spark
                                                                      : Dialect::afterglow;
}

int run(const std::vector<std::string>& arguments, Environment environment, Dialect dialect) {
  program_name = dialect == Dialect::spark ? "spark-submit" : "afterglow-submit";
  if (arguments.empty()) {
    std::fputs(usage(dialect).c_str(), stderr);
    return exit_usage;
  }
  const Subcommand* const subcommand =
      dialect == Dialect::afterglow ? find_subcommand(arguments.front()) : nullptr;
  if (subcommand != nullptr) {
    return run_subcommand(*subcommand, std::span(arguments).subspan(1), environment,
                          find_conf_dir(environment));
  }
  if (dialect == Dialect::afterglow) {
    if (const auto problem = no_such_command(arguments.front())) return report({*problem});
  }
  CommandLine line = parse_command_line(arguments, dialect);
  if (!line.problems.empty()) return report_bad_line(line, environment);
  if (const auto printed = print_what_is_asked(line)) return *printed;
  if (line.has("--version")) return show_version(environment, dialect);
  if (line.has("--status") || line.has("--kill")) {
    return run_action(line, environment, find_conf_dir(environment));
  }
  return submit(line, arguments, std::move(environment));
}

}  // namespace afterglow::submit
