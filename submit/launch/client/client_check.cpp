#include "submit/launch/client/client_check.h"

#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string_view>
#include <tuple>

#include "common/base/quantities.h"
#include "submit/launch/java.h"
#include "submit/launch/main_class_check.h"
#include "submit/launch/process.h"

namespace afterglow::submit {
namespace {

struct PythonVersion {
  int major = 0;
  int minor = 0;
  auto operator<=>(const PythonVersion&) const = default;
};

// The oldest Python of each Spark, by the metadata of its Python package.
struct Requirement {
  SparkVersion since;
  PythonVersion python;
};
constexpr Requirement requirements[] = {
    {{3, 3, 0}, {3, 7}},  {{3, 5, 0}, {3, 8}},  {{4, 0, 0}, {3, 9}},
    {{4, 1, 0}, {3, 10}}, {{4, 3, 0}, {3, 11}},
};

std::string text_of(const PythonVersion& version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

// A setting and who made it.
struct Choice {
  std::string value;
  std::string origin;
};

Choice choose_python(const SubmissionPlan& plan, const Environment& environment,
                     std::initializer_list<const char*> keys,
                     std::initializer_list<const char*> variables) {
  for (const char* const key : keys) {
    const SparkConf::Entry* const entry = plan.effective_conf.find(key);
    if (entry != nullptr && !entry->value.empty()) return {entry->value, entry->origin};
  }
  for (const char* const variable : variables) {
    const std::string& value = environment.get(variable);
    if (!value.empty()) return {value, "environment variable " + std::string(variable)};
  }
  return {"python3", "default"};
}

std::optional<PythonVersion> check_python(const Choice& python, const Surroundings& surroundings,
                                          Problems& problems) {
  const std::string start = "Python \"" + python.value + "\" (" + python.origin + ") ";
  const auto program = find_on_path(python.value, surroundings.environment);
  if (!program) {
    problems.push_back(start + "is no program here; install it or set PYSPARK_PYTHON");
    return std::nullopt;
  }
  const auto answer =
      output_of({program->string(), "-c", "import sys; print(*sys.version_info[:2], sep='.')"});
  PythonVersion version;
  if (!answer || std::sscanf(answer->c_str(), "%d.%d", &version.major, &version.minor) != 2) {
    problems.push_back(start + "does not run: try " + program->string() + " --version");
    return std::nullopt;
  }
  PythonVersion oldest;
  for (const Requirement& row : requirements) {
    if (row.since <= surroundings.spark.version) oldest = row.python;
  }
  if (version < oldest) {
    problems.push_back(start + "is version " + text_of(version) + ", but Spark " +
                       surroundings.spark.version_text + " needs " + text_of(oldest) +
                       " or later; set PYSPARK_PYTHON to a newer one");
  }
  return version;
}

void check_pythons(const SubmissionPlan& plan, const Surroundings& surroundings,
                   Problems& problems) {
  const Environment& environment = surroundings.environment;
  const Choice driver =
      choose_python(plan, environment, {"spark.pyspark.driver.python", "spark.pyspark.python"},
                    {"PYSPARK_DRIVER_PYTHON", "PYSPARK_PYTHON"});
  const Choice executor =
      choose_python(plan, environment, {"spark.pyspark.python"}, {"PYSPARK_PYTHON"});
  const auto of_driver = check_python(driver, surroundings, problems);
  // Those of a cluster's executors are not here.
  const bool local =
      plan.master.kind == MasterKind::local || plan.master.kind == MasterKind::local_cluster;
  if (!local || driver.value == executor.value) return;
  const auto of_executor = check_python(executor, surroundings, problems);
  if (!of_driver || !of_executor || *of_driver == *of_executor) return;
  problems.push_back("the driver's Python (" + driver.origin + ") is version " +
                     text_of(*of_driver) + ", the executors' (" + executor.origin + ") " +
                     text_of(*of_executor) + "; Spark wants both the same, set both alike");
}

void check_java(const Surroundings& surroundings, Problems& problems) {
  const auto version = java_version(surroundings.java);
  const int oldest = surroundings.spark.version >= SparkVersion{4, 0, 0} ? 17 : 8;
  if (!version || *version >= oldest) return;
  problems.push_back("Java " + std::to_string(*version) + " (" + surroundings.java.string() +
                     ") is too old for Spark " + surroundings.spark.version_text +
                     "; set JAVA_HOME to Java " + std::to_string(oldest) + " or later");
}

void check_memory(const SubmissionPlan& plan, Problems& problems) {
  const auto heap = parse_bytes(plan.driver_heap, 1);
  const std::int64_t memory =
      static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
  if (!heap || memory <= 0 || *heap <= memory) return;
  constexpr std::int64_t megabyte = 1024 * 1024;
  problems.push_back("a driver heap of " + plan.driver_heap + " is more than this machine's " +
                     std::to_string(memory / megabyte) + "m of memory; lower --driver-memory");
}

}  // namespace

void check_client(const SubmissionPlan& plan, const Surroundings& surroundings,
                  Problems& problems) {
  check_java(surroundings, problems);
  if (is_python(plan.application.resource)) check_pythons(plan, surroundings, problems);
  check_main_class(plan, surroundings, problems);
  check_memory(plan, problems);
}

}  // namespace afterglow::submit
