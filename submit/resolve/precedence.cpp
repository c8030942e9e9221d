#include "submit/resolve/precedence.h"

#include <string_view>

#include "common/conf/properties_file.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

// Environment variables that stand in for a property that nothing else sets, strongest first.
struct Fallback {
  std::string_view variable;
  std::string_view key;
};

constexpr Fallback fallbacks[] = {
    {"MASTER", "spark.master"},
    {"SPARK_REMOTE", "spark.remote"},
    {"DEPLOY_MODE", "spark.submit.deployMode"},
    {"SPARK_DRIVER_MEMORY", "spark.driver.memory"},
    {"SPARK_MEM", "spark.driver.memory"},
    {"SPARK_EXECUTOR_MEMORY", "spark.executor.memory"},
    {"SPARK_EXECUTOR_CORES", "spark.executor.cores"},
};

SparkConf conf_of_command_line(const CommandLine& line, Problems& problems,
                               std::vector<std::string>& warnings) {
  SparkConf conf;
  for (const auto& [option, value] : line.given) {
    if (option->role == Role::driver_conf) conf.set(option->conf_key, value, option->name);
    if (option->role != Role::application_conf) continue;
    const std::size_t equals = value.find('=');
    const std::string key = value.substr(0, equals);
    if (equals == std::string::npos) {
      problems.push_back("--conf \"" + value + "\" has no \"=\"; write --conf KEY=VALUE");
    } else if (!key.starts_with("spark.")) {
      warnings.push_back("Ignoring non-Spark config property: " + key);
    } else {
      conf.set(key, value.substr(equals + 1), "--conf");
    }
  }
  return conf;
}

class FileReader {
 public:
  FileReader(Configuration& configuration, Problems& problems)
      : configuration_(configuration), problems_(problems) {}

  // Entries that are there already are overwritten.
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
    configuration_.files_read.push_back(path.string());
    const std::string name = path.filename().string();
    for (const Property& property : *properties) {
      configuration_.files.set(property.key, property.value,
                               name + ":" + std::to_string(property.line));
    }
  }

 private:
  Configuration& configuration_;
  Problems& problems_;
};

void read_files(const CommandLine& line, const std::optional<fs::path>& conf_dir,
                Configuration& configuration, Problems& problems) {
  // From the weakest to the strongest, each overwriting what is there.
  FileReader reader(configuration, problems);
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
}

}  // namespace

Configuration resolve_configuration(const CommandLine& line, const Environment& environment,
                                    const std::optional<fs::path>& conf_dir, Problems& problems,
                                    std::vector<std::string>& warnings) {
  Configuration configuration;
  configuration.command_line = conf_of_command_line(line, problems, warnings);
  read_files(line, conf_dir, configuration, problems);

  SparkConf& effective = configuration.effective;
  for (const auto& [option, value] : line.given) {
    if (option->role != Role::plain || option->conf_key.empty()) continue;
    effective.set(option->conf_key, option->arity == Arity::none ? "true" : value, option->name);
  }
  for (const SparkConf& layer : {configuration.command_line, configuration.files}) {
    for (const SparkConf::Entry& entry : layer.entries()) {
      effective.set_if_missing(entry.key, entry.value, entry.origin);
    }
  }
  for (const auto& [variable, key] : fallbacks) {
    const std::string& value = environment.get(variable);
    if (!value.empty()) effective.set_if_missing(key, value, variable);
  }
  return configuration;
}

}  // namespace afterglow::submit
