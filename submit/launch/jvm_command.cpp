#include "submit/launch/jvm_command.h"

#include <algorithm>
#include <string_view>

#include "common/conf/properties_file.h"
#include "submit/launch/java.h"
#include "submit/launch/module_options.h"
#include "submit/launch/process.h"

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

bool has_blank_end(std::string_view value) {
  const auto cut = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' && c != '\r' && c != '\n';
  };
  return !value.empty() && (cut(value.front()) || cut(value.back()));
}

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

class DriverCommand {
 public:
  DriverCommand(const SubmissionPlan& plan, const Surroundings& surroundings)
      : plan_(plan), surroundings_(surroundings) {}

  Result<std::vector<std::string>> arguments() {
    add_options(plan_.conf_dir_options);
    add({"-cp", class_path(plan_, surroundings_)});
    add_options(plan_.submit_options);
    add({"-Xmx" + plan_.driver_heap});
    add_options(plan_.driver_options);
    // Secret values with blank ends become JVM options here.
    const std::vector<std::string> conf = conf_arguments();
    add(module_options(surroundings_.spark.version));
    add({"org.apache.spark.deploy.SparkSubmit"});
    add(plan_.placement);
    add(conf);
    if (!plan_.main_class.empty()) add({"--class", plan_.main_class});
    add(plan_.options);
    add({plan_.resource});
    add(plan_.application_arguments);
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
      const bool secret = has_key ? plan_.redactor.is_secret(option.substr(2, equals - 2),
                                                             option.substr(equals + 1))
                                  : plan_.redactor.is_secret("", option);
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
    if (const auto path = make_private(argument_file(option))) arguments_.push_back("@" + *path);
  }

  // --conf and properties file options, with secrets out of sight.
  std::vector<std::string> conf_arguments() {
    std::vector<std::string> open;
    SparkConf merged = plan_.file_conf;
    std::vector<std::string> as_jvm_options;
    bool has_secret = false;
    for (const auto& [key, value, origin] : plan_.command_line_conf.entries()) {
      if (!plan_.redactor.is_secret(key, value)) {
        open.insert(open.end(), {"--conf", key + "=" + value});
        continue;
      }
      has_secret = true;
      if (has_blank_end(value)) as_jvm_options.push_back(key);
      merged.set(key, value, origin);
    }
    if (!has_secret) {
      open.insert(open.end(), plan_.file_options.begin(), plan_.file_options.end());
      return open;
    }
    std::string text;
    for (const auto& [key, value, origin] : merged.entries()) {
      if (std::ranges::find(as_jvm_options, key) == as_jvm_options.end()) {
        text += format_property(key, value);
      } else {
        // A properties file cannot hold this value, but SparkSubmit also takes system properties.
        add_secret_option("-D" + key + "=" + value);
      }
    }
    if (const auto path = make_private(text)) open.insert(open.end(), {"--properties-file", *path});
    return open;
  }

  std::optional<std::string> make_private(std::string_view text) {
    auto path = private_file(text);
    if (path) return std::move(*path);
    problem_ = path.error();
    return std::nullopt;
  }

  const SubmissionPlan& plan_;
  const Surroundings& surroundings_;
  std::vector<std::string> arguments_;
  std::optional<Error> problem_;
};

}  // namespace

std::string class_path(const SubmissionPlan& plan, const Surroundings& surroundings) {
  const auto& [spark, java, conf_dir, environment] = surroundings;
  ClassPath path;
  path.add(plan.driver_class_path);
  path.add(conf_dir.native());
  if (spark.version >= SparkVersion{4, 0, 0}) {
    // Ahead of the others, so that no jar with an slf4j of its own comes first.
    for (const fs::path& jar : spark.slf4j_jars) path.add(jar.native());
  }
  path.add((spark.jars / "*").native());
  for (const char* const variable : {"HADOOP_CONF_DIR", "YARN_CONF_DIR", "SPARK_DIST_CLASSPATH"}) {
    path.add(environment.get(variable));
  }
  return path.text();
}

Result<Command> driver_command(const SubmissionPlan& plan, const Surroundings& surroundings) {
  auto arguments = DriverCommand(plan, surroundings).arguments();
  if (!arguments) return std::unexpected(arguments.error());
  Command command{surroundings.java, std::move(*arguments), surroundings.environment};
  if (!plan.driver_library_path.empty()) {
    const std::string& current = command.environment.get("LD_LIBRARY_PATH");
    command.environment.set("LD_LIBRARY_PATH",
                            (current.empty() ? "" : current + ":") + plan.driver_library_path);
  }
  return command;
}

std::string printable(const Command& command, const Redactor& redactor) {
  std::string line = command.program.string();
  for (const std::string& argument : command.arguments) {
    const std::size_t equals = argument.find('=');
    line += ' ';
    if (argument.starts_with("-D") && equals != std::string::npos) {
      const std::string key = argument.substr(2, equals - 2);
      line += "-D" + key + "=" + redactor.redact(key, argument.substr(equals + 1));
    } else {
      line += argument;
    }
  }
  return line;
}

}  // namespace afterglow::submit
