// The part of validate.h that says what is not built yet.
#include <algorithm>
#include <string_view>

#include "submit/resolve/master_url.h"
#include "submit/resolve/validate.h"

namespace afterglow::submit {
namespace {

// Classes for which Spark parses the command line in another way, and the command that runs them.
struct Shell {
  std::string_view name;
  std::string_view command;
};

constexpr Shell shell_classes[] = {
    {"org.apache.spark.repl.Main", "spark-shell"},
    {"org.apache.spark.sql.application.ConnectRepl", "spark-connect-shell"},
    {"org.apache.spark.sql.connect.service.SparkConnectServer", "the Spark Connect server"},
    {"org.apache.spark.sql.hive.thriftserver.HiveThriftServer2", "the Thrift server"},
    {"org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver", "spark-sql"},
};

constexpr std::string_view shell_resources[] = {
    "connect-shell", "pyspark-shell", "pyspark-shell-main", "run-example",
    "spark-shell",   "sparkr-shell",  "sparkr-shell-main",
};

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
    return lower(x) == lower(y);
  });
}

std::string not_supported(std::string_view what) {
  return std::string(what) +
         " is not supported yet by this version of afterglow-submit; use Spark's own spark-submit "
         "for it";
}

bool asks_for_connect(const SparkConf& effective, const Environment& environment) {
  const std::string* const mode = effective.get("spark.api.mode");
  if (mode != nullptr && equal_ignoring_case(*mode, "connect")) return true;
  if (mode != nullptr && equal_ignoring_case(*mode, "classic")) return false;
  return environment.get("SPARK_CONNECT_MODE") == "1";
}

void check_master(const SparkConf& effective, Problems& problems) {
  const SparkConf::Entry* const given = effective.find("spark.master");
  const SparkConf::Entry* const mode = effective.find("spark.submit.deployMode");
  if (mode != nullptr && mode->value != "client" && mode->value != "cluster") {
    problems.push_back("deploy mode \"" + mode->value + "\" (" + mode->origin +
                       ") is unknown; write client or cluster");
  }
  const bool cluster_mode = mode != nullptr && mode->value == "cluster";
  const auto master = parse_master_url(given == nullptr ? "local[*]" : given->value);
  if (!master) {
    problems.push_back(master.error().message + " (" + given->origin + ")");
  } else if (master->kind != MasterKind::local) {
    problems.push_back(not_supported(std::string(describe(master->kind)) + " (" + given->origin +
                                     " " + given->value +
                                     (cluster_mode ? ", cluster mode)" : ")")));
  } else if (cluster_mode) {
    problems.push_back("deploy mode \"cluster\" (" + mode->origin +
                       ") is not compatible with master " + master->text +
                       ": a local driver always runs here");
  }
}

}  // namespace

void check_supported(const CommandLine& line, Problems& problems) {
  for (const auto& [option, value] : line.given) {
    if (option->support != Support::not_yet) continue;
    const std::string what = not_supported(option->name);
    if (std::ranges::find(problems, what) == problems.end()) problems.push_back(what);
  }
  if (const std::string* const main_class = line.value("--class")) {
    for (const Shell& shell : shell_classes) {
      if (shell.name == *main_class) {
        problems.push_back(
            not_supported(std::string(shell.command) + " (--class " + *main_class + ")"));
      }
    }
  }
  if (line.resource &&
      std::ranges::find(shell_resources, *line.resource) != std::end(shell_resources)) {
    problems.push_back(not_supported("\"" + *line.resource + "\" in place of an application"));
  }
}

void check_supported(const SparkConf& effective, const Environment& environment,
                     Problems& problems) {
  if (const SparkConf::Entry* const remote = effective.find("spark.remote")) {
    problems.push_back(not_supported("Spark Connect (" + remote->origin + ")"));
  } else if (asks_for_connect(effective, environment)) {
    problems.push_back(not_supported("Spark Connect (spark.api.mode or SPARK_CONNECT_MODE)"));
  }
  check_master(effective, problems);
}

}  // namespace afterglow::submit
