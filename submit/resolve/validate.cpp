#include "submit/resolve/validate.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

#include "common/base/quantities.h"
#include "submit/cli/special_forms.h"
#include "submit/resolve/local_file.h"
#include "submit/resolve/main_class.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t smallest_heap = 2 * 1024 * 1024;  // what a JVM needs to start at all

void check_list(const GivenOption& given, Problems& problems) {
  for (const std::string& item : split_list(given.value)) {
    const auto path = local_path(item);
    // A pattern is for Spark to expand.
    if (!path || is_pattern(*path) || file_exists(*path)) continue;
    problems.push_back(std::string(given.option->name) + ": there is no file " + *path);
  }
}

void check_resource(const std::string& resource, Problems& problems) {
  if (resource.empty()) {
    problems.push_back(
        "no application: name a jar, a Python file or an R file behind the options "
        "(--help shows them)");
    return;
  }
  if (names_no_file(resource)) return;
  const auto path = local_path(resource);
  std::error_code ignored;
  if (path && !file_exists(*path)) {
    const bool long_dash = resource.starts_with("\u2013") || resource.starts_with("\u2014");
    problems.push_back("there is no application file " + *path +
                       (long_dash ? "; if an option was meant, it begins with a long dash instead "
                                    "of \"--\""
                                  : ""));
  } else if (path && fs::is_directory(*path, ignored)) {
    problems.push_back("the application " + *path +
                       " is a folder; name a jar, a Python file or "
                       "an R file");
  }
}

// SparkSubmit asks the manifest when there is no --class. What is no jar at all is its to refuse.
void check_main_class(const Application& application, Problems& problems) {
  const std::string& resource = application.resource;
  if (!application.main_class.empty() || is_python(resource) || is_r(resource)) return;
  const auto path = local_path(resource);
  if (!path || names_no_file(resource)) return;
  const auto jar = JarFile::open(*path);
  if (!jar || manifest_main_class(*jar)) return;
  problems.push_back("no main class: there is no --class, and the manifest of " + *path +
                     " names none; " + main_class_advice(*jar, ""));
}

void check_heap(const SparkConf& effective, std::string_view key, std::string_view whose,
                Problems& problems) {
  const SparkConf::Entry* const entry = effective.find(key);
  if (entry == nullptr) return;
  const auto bytes = parse_bytes(entry->value, 1);
  const std::string start = std::string(whose) + " memory (" + entry->origin + "): ";
  if (!bytes) {
    problems.push_back(start + bytes.error().message);
  } else if (*bytes <= 0) {
    problems.push_back(start + "\"" + entry->value + "\" must be positive");
  } else if (key == "spark.driver.memory" && *bytes < smallest_heap) {
    problems.push_back(start + "\"" + entry->value + "\" is " + std::to_string(*bytes) +
                       " bytes, too little for a JVM; add a unit, such as 512m or 4g");
  }
}

void check_count(const SparkConf& effective, std::string_view key, std::string_view what,
                 Problems& problems) {
  const SparkConf::Entry* const entry = effective.find(key);
  if (entry == nullptr) return;
  int count = 0;
  const char* const end = entry->value.data() + entry->value.size();
  const auto [rest, problem] = std::from_chars(entry->value.data(), end, count);
  if (problem == std::errc() && rest == end && count > 0) return;
  problems.push_back(std::string(what) + " (" + entry->origin + "): \"" + entry->value +
                     "\" is not a positive whole number");
}

void check_switch(const SparkConf& effective, const std::string& key, Problems& problems) {
  const SparkConf::Entry* const entry = effective.find(key);
  if (entry == nullptr || entry->value == "true" || entry->value == "false") return;
  problems.push_back(key + " (" + entry->origin + "): \"" + entry->value +
                     "\" is neither true nor false");
}

}  // namespace

void check_application(const CommandLine& line, const Application& application,
                       Problems& problems) {
  if (line.understood == Understood::fully && line.form != Form::example) {
    check_resource(application.resource, problems);
    check_main_class(application, problems);
  }
}

void check_files(const CommandLine& line, Problems& problems) {
  for (const GivenOption& given : line.given) {
    const std::string_view name = given.option->name;
    if (name == "--keytab" && local_path(given.value) && !file_exists(*local_path(given.value))) {
      problems.push_back("--keytab: there is no file " + given.value);
    }
    if (name == "--jars" || name == "--files" || name == "--py-files" || name == "--archives") {
      check_list(given, problems);
    }
  }
}

void check_values(const SparkConf& effective, Problems& problems) {
  check_heap(effective, "spark.driver.memory", "driver", problems);
  check_heap(effective, "spark.executor.memory", "executor", problems);
  check_count(effective, "spark.driver.cores", "driver cores", problems);
  check_count(effective, "spark.executor.cores", "executor cores", problems);
  check_count(effective, "spark.cores.max", "total executor cores", problems);
  const std::string* const dynamic = effective.get("spark.dynamicAllocation.enabled");
  if (dynamic == nullptr || *dynamic != "true") {
    check_count(effective, "spark.executor.instances", "number of executors", problems);
  }
  check_switch(effective, "afterglow.submit.classArchive.enabled", problems);
  check_switch(effective, "afterglow.submit.quickStart.enabled", problems);
}

}  // namespace afterglow::submit
