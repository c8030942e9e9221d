#include "submit/resolve/precedence.h"

#include <string_view>

#include "common/base/redact.h"
#include "common/conf/properties_file.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

// Environment variables that stand in for a property that nothing else sets, weakest first.
struct Fallback {
  std::string_view variable;
  std::string_view key;
};

constexpr Fallback fallbacks[] = {
    {"MASTER", "spark.master"},
    {"AFTERGLOW_CLASS_ARCHIVE", "afterglow.submit.classArchive.enabled"},
    {"AFTERGLOW_QUICK_START", "afterglow.submit.quickStart.enabled"},
    {"SPARK_REMOTE", "spark.remote"},
    {"DEPLOY_MODE", "spark.submit.deployMode"},
    {"SPARK_MEM", "spark.driver.memory"},
    {"SPARK_DRIVER_MEMORY", "spark.driver.memory"},
    {"SPARK_EXECUTOR_MEMORY", "spark.executor.memory"},
    {"SPARK_EXECUTOR_CORES", "spark.executor.cores"},
};

// Of this program; Spark is not given them, for it would warn.
constexpr std::string_view own_keys = "afterglow.submit.";

// Everything that was said, from the weakest to the strongest.
using Statements = std::vector<SparkConf::Entry>;

// The value of a --conf without its key; none, and a problem or a warning, when it is not one.
std::optional<SparkConf::Entry> conf_statement(const std::string& text, Problems& problems,
                                               std::vector<std::string>& warnings) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    problems.push_back("--conf \"" + text + "\" has no \"=\"; write --conf KEY=VALUE");
    return std::nullopt;
  }
  std::string key = text.substr(0, equals);
  if (key.starts_with(own_keys)) {
    if (!is_secret(key, "")) return SparkConf::Entry{key, text.substr(equals + 1), "--conf"};
    problems.push_back("--conf " + key +
                       " is a secret, and anybody on this machine can read a command line; write "
                       "it into spark-defaults.conf or a file for --properties-file");
    return std::nullopt;
  }
  if (!key.starts_with("spark.")) {
    warnings.push_back("Ignoring non-Spark config property: " + key);
    return std::nullopt;
  }
  return SparkConf::Entry{std::move(key), text.substr(equals + 1), "--conf"};
}

Statements confs_of_line(const CommandLine& line, Problems& problems,
                         std::vector<std::string>& warnings) {
  Statements statements;
  for (const auto& [option, value] : line.given) {
    if (option->role == Role::driver_conf) {
      statements.push_back({std::string(option->conf_key), value, std::string(option->name)});
    } else if (option->role == Role::application_conf) {
      if (auto said = conf_statement(value, problems, warnings)) {
        statements.push_back(std::move(*said));
      }
    }
  }
  return statements;
}

Statements options_of_line(const CommandLine& line) {
  Statements statements;
  for (const auto& [option, value] : line.given) {
    if (option->role != Role::plain || option->conf_key.empty()) continue;
    statements.push_back({std::string(option->conf_key),
                          option->arity == Arity::none ? "true" : value,
                          std::string(option->name)});
  }
  return statements;
}

class FileReader {
 public:
  FileReader(std::vector<std::string>& files_read, Problems& problems)
      : files_read_(files_read), problems_(problems) {}

  void read(const fs::path& path, std::string_view option) {
    std::error_code ignored;
    const std::string prefix = option.empty() ? "" : std::string(option) + ": ";
    // Spark refuses these, and a pipe could not be read twice.
    if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored)) {
      problems_.push_back(prefix + "properties file " + path.string() + " is not a regular file");
      return;
    }
    const auto properties = read_properties_file(path);
    if (!properties) {
      problems_.push_back(prefix + properties.error().message);
      return;
    }
    files_read_.push_back(path.string());
    for (const Property& property : *properties) {
      statements_.push_back(
          {property.key, property.value, path.string() + ":" + std::to_string(property.line)});
    }
  }

  const Statements& statements() const { return statements_; }

 private:
  std::vector<std::string>& files_read_;
  Problems& problems_;
  Statements statements_;
};

Statements read_files(const CommandLine& line, const std::optional<fs::path>& conf_dir,
                      std::vector<std::string>& files_read, Problems& problems) {
  FileReader reader(files_read, problems);
  const std::string* const named = line.value("--properties-file");
  if (conf_dir && (named == nullptr || line.has("--load-spark-defaults"))) {
    const fs::path defaults = *conf_dir / "spark-defaults.conf";
    std::error_code ignored;
    if (fs::is_regular_file(defaults, ignored)) reader.read(defaults, "");
  }
  if (named != nullptr) reader.read(*named, "--properties-file");
  for (const auto& [option, value] : line.given) {
    if (option->name == "--extra-properties-file") reader.read(value, option->name);
  }
  return reader.statements();
}

Statements environment_statements(const Environment& environment) {
  Statements statements;
  for (const auto& [variable, key] : fallbacks) {
    const std::string& value = environment.get(variable);
    if (value.empty()) continue;
    statements.push_back(
        {std::string(key), value, "environment variable " + std::string(variable)});
  }
  return statements;
}

SparkConf as_conf(const Statements& statements) {
  SparkConf conf;
  for (const auto& [key, value, origin] : statements) {
    if (!key.starts_with(own_keys)) conf.set(key, value, origin);
  }
  return conf;
}

}  // namespace

Configuration resolve_configuration(const CommandLine& line, const Environment& environment,
                                    const std::optional<fs::path>& conf_dir, Problems& problems,
                                    std::vector<std::string>& warnings) {
  Configuration configuration;
  const Statements confs = confs_of_line(line, problems, warnings);
  const Statements files = read_files(line, conf_dir, configuration.files_read, problems);
  configuration.command_line = as_conf(confs);
  configuration.files = as_conf(files);

  const Statements from_environment = environment_statements(environment);
  const Statements options = options_of_line(line);
  for (const Statements* const layer : {&options, &confs, &files, &from_environment}) {
    for (auto said = layer->rbegin(); said != layer->rend(); ++said) {
      if (configuration.effective.contains(said->key)) {
        configuration.shadowed.push_back(*said);
      } else {
        configuration.effective.set(said->key, said->value, said->origin);
      }
    }
  }
  return configuration;
}

}  // namespace afterglow::submit
