#include "submit/launch/jvm_command.h"

#include <algorithm>
#include <string_view>

#include "submit/launch/java.h"
#include "submit/launch/module_options.h"
#include "submit/launch/process.h"
#include "submit/launch/quick_start.h"
#include "submit/launch/submit_arguments.h"
#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

// A class path without repetitions, where folders end in a slash, as Spark's launcher writes it.
class ClassPath {
 public:
  void add(std::string_view entries) {
    while (!entries.empty()) {
      const std::size_t colon = std::min(entries.find(':'), entries.size());
      add_one(std::string(entries.substr(0, colon)));
      entries.remove_prefix(std::min(colon + 1, entries.size()));
    }
  }

  std::string text() const {
    std::string text;
    for (const std::string& entry : entries_) text += (text.empty() ? "" : ":") + entry;
    return text;
  }

 private:
  void add_one(std::string entry) {
    std::error_code ignored;
    if (entry.empty()) return;
    if (!entry.ends_with('/') && fs::is_directory(entry, ignored)) entry += '/';
    if (std::ranges::find(entries_, entry) == entries_.end()) entries_.push_back(std::move(entry));
  }

  std::vector<std::string> entries_;
};

// Java's argument file syntax: one option in double quotes, with backslash escapes.
std::string argument_file(std::string_view option) {
  std::string text = "\"";
  for (const char c : option) {
    switch (c) {
      case '\n':
        text += "\\n";
        break;
      case '\r':
        text += "\\r";
        break;
      case '"':
      case '\\':
        text += '\\';
        [[fallthrough]];
      default:
        text += c;
    }
  }
  return text + "\"\n";
}

// Every jar but those of the engine, and the shell of the Connect client with its own.
std::vector<fs::path> connect_jars(const fs::path& jars) {
  constexpr std::string_view of_the_engine[] = {"spark-sql_", "spark-connect_", "spark-sql-api_",
                                                "spark-connect-common_"};
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator entry(jars, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool left_out = std::ranges::any_of(
        of_the_engine, [&](std::string_view prefix) { return name.starts_with(prefix); });
    if (left_out) continue;
    entries.push_back(name == "connect-repl" ? entry->path() / "*" : entry->path());
  }
  std::ranges::sort(entries);
  return entries;
}

class DriverCommand {
 public:
  DriverCommand(const SubmissionPlan& plan, const Surroundings& surroundings,
                const SharedClasses& classes)
      : plan_(plan), surroundings_(surroundings), classes_(classes) {}

  Result<std::vector<std::string>> arguments() {
    add(quick_start(plan_, surroundings_.spark.version));
    add_options(plan_.conf_dir_options);
    add({"-cp", class_path(plan_, surroundings_, classes_)});
    if (!classes_.archive.empty()) {
      // An archive that does not fit is passed over, and nothing is said about it.
      add({"-XX:SharedArchiveFile=" + classes_.archive.string(), "-Xshare:auto", "-Xlog:cds=off",
           "-Xlog:cds+dynamic=off", "-Xlog:class+path=off"});
    }
    add_options(plan_.submit_options);
    add({"-Xmx" + plan_.driver_heap});
    add_options(plan_.driver_options);
    const auto submit = submit_arguments(plan_, Reader::this_program);
    if (!submit) return std::unexpected(submit.error());
    for (const std::string& option : submit->secret_jvm_options) add_secret_option(option);
    add(module_options(surroundings_.spark.version));
    add({"org.apache.spark.deploy.SparkSubmit"});
    add(submit->arguments);
    if (problem_) return std::unexpected(*problem_);
    return std::move(arguments_);
  }

 private:
  void add(const std::vector<std::string>& more) {
    arguments_.insert(arguments_.end(), more.begin(), more.end());
  }

  void add_options(const std::vector<std::string>& options) {
    for (const std::string& option : options) {
      const std::size_t equals = option.find('=');
      const bool has_key = option.starts_with("-D") && equals != std::string::npos;
      const bool secret = has_key ? is_hidden(plan_.redactor, option.substr(2, equals - 2),
                                              option.substr(equals + 1))
                                  : is_hidden(plan_.redactor, "", option);
      if (secret) {
        add_secret_option(option);
      } else {
        arguments_.push_back(option);
      }
    }
  }

  void add_secret_option(const std::string& option) {
    if (!takes_argument_files(surroundings_.java)) {
      problem_ = Error{ErrorKind::unsupported,
                       "a JVM option looks like a secret, and Java 8 takes options only on its "
                       "command line, where everybody can read it; use Java 17 or later, or put "
                       "it where the application reads it from a file"};
      return;
    }
    const auto path = private_file(argument_file(option), Reader::this_program);
    if (path) {
      arguments_.push_back("@" + *path);
    } else {
      problem_ = path.error();
    }
  }

  const SubmissionPlan& plan_;
  const Surroundings& surroundings_;
  const SharedClasses& classes_;
  std::vector<std::string> arguments_;
  std::optional<Error> problem_;
};

}  // namespace

std::string class_path(const SubmissionPlan& plan, const Surroundings& surroundings,
                       const SharedClasses& classes) {
  const auto& [spark, java, conf_dir, environment] = surroundings;
  ClassPath path;
  path.add(plan.driver_class_path);
  if (classes.archive.empty()) path.add(conf_dir.native());
  if (spark.version >= SparkVersion{4, 0, 0}) {
    // Ahead of the others, so that no jar with an slf4j of its own comes first.
    for (const fs::path& jar : spark.slf4j_jars) path.add(jar.native());
  }
  if (plan.api_mode == ApiMode::connect && spark.version >= SparkVersion{4, 0, 0}) {
    for (const fs::path& entry : connect_jars(spark.jars)) path.add(entry.native());
  } else {
    path.add((spark.jars / "*").native());
  }
  if (!classes.archive.empty()) path.add(conf_dir.native());
  for (const char* const variable : {"HADOOP_CONF_DIR", "YARN_CONF_DIR", "SPARK_DIST_CLASSPATH"}) {
    path.add(environment.get(variable));
  }
  return path.text();
}

Result<Command> driver_command(const SubmissionPlan& plan, const Surroundings& surroundings,
                               const SharedClasses& classes) {
  auto arguments = DriverCommand(plan, surroundings, classes).arguments();
  if (!arguments) return std::unexpected(arguments.error());
  Command command{surroundings.java, std::move(*arguments), surroundings.environment};
  add_library_path(plan, command.environment);
  return command;
}

void add_library_path(const SubmissionPlan& plan, Environment& environment) {
  if (plan.driver_library_path.empty()) return;
  const std::string& current = environment.get("LD_LIBRARY_PATH");
  environment.set("LD_LIBRARY_PATH",
                  (current.empty() ? "" : current + ":") + plan.driver_library_path);
}

}  // namespace afterglow::submit
