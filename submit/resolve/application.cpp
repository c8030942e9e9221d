#include "submit/resolve/application.h"

#include <algorithm>
#include <filesystem>

#include "submit/cli/special_forms.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view example_package = "org.apache.spark.examples.";

// A distribution has a file RELEASE; a source tree that was built has its examples elsewhere.
fs::path examples_folder(const Environment& environment) {
  const fs::path home = environment.get("SPARK_HOME");
  std::error_code ignored;
  if (fs::is_regular_file(home / "RELEASE", ignored)) return home / "examples" / "jars";
  return home / "examples" / "target" / ("scala-" + environment.get("SPARK_SCALA_VERSION")) /
         "jars";
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    files.push_back(entry->path().string());
  }
  std::ranges::sort(files);
  return files;
}

void resolve_example(const CommandLine& line, const Environment& environment,
                     Application& application, Problems& problems) {
  if (line.resource) {
    application.main_class = line.resource->starts_with(example_package)
                                 ? *line.resource
                                 : std::string(example_package) + *line.resource;
  }
  if (application.main_class.empty()) {
    problems.push_back("run-example: name the example, as in run-example SparkPi 10");
  }
  const fs::path folder = examples_folder(environment);
  application.example_jars = files_in(folder);
  const auto jar = std::ranges::find_if(application.example_jars, [](const std::string& file) {
    return fs::path(file).filename().native().starts_with("spark-examples");
  });
  if (jar != application.example_jars.end()) {
    application.resource = *jar;
  } else {
    problems.push_back("run-example: there is no spark-examples jar in " + folder.string() +
                       "; Spark as a Python package comes without its examples, a downloaded "
                       "distribution has them");
  }
}

void check_shell_arguments(const Application& application, std::string_view shell,
                           Problems& problems) {
  if (application.arguments.empty()) return;
  const std::string& first = application.arguments.front();
  problems.push_back(
      std::string(shell) + " takes no application and no arguments, but got \"" + first + "\"" +
      (is_python(first) || is_r(first) ? "; run it with: spark-submit " + first : std::string()));
}

}  // namespace

bool is_python(std::string_view resource) {
  return resource.ends_with(".py") || resource == "pyspark-shell";
}

bool is_r(std::string_view resource) {
  return resource.ends_with(".R") || resource.ends_with(".r") || resource == "sparkr-shell";
}

Application resolve_application(const CommandLine& line, const Environment& environment,
                                Problems& problems) {
  Application application;
  application.arguments = line.application_arguments;
  application.resource = line.resource.value_or("");
  if (const std::string* const main_class = line.value("--class")) {
    application.main_class = *main_class;
  }
  if (line.form == Form::example) {
    resolve_example(line, environment, application, problems);
  } else if (line.form == Form::python_shell) {
    check_shell_arguments(application, "pyspark", problems);
  } else if (line.form == Form::r_shell) {
    if (!application.arguments.empty() && is_r(application.arguments.front())) {
      check_shell_arguments(application, "sparkR", problems);
    }
  } else if ((application.resource == "spark-shell" || application.resource == "connect-shell") &&
             application.main_class.empty()) {
    problems.push_back("\"" + application.resource +
                       "\" in place of an application needs the class of the shell; write --class "
                       "org.apache.spark.repl.Main");
  }
  return application;
}

}  // namespace afterglow::submit
