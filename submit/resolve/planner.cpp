#include "submit/resolve/planner.h"

#include <fstream>
#include <string_view>

#include "common/base/quantities.h"
#include "submit/resolve/option_string.h"
#include "submit/resolve/precedence.h"
#include "submit/resolve/validate.h"

namespace afterglow::submit {
namespace {

std::string value_or(const SparkConf& conf, std::string_view key, std::string_view otherwise) {
  const std::string* const value = conf.get(key);
  return value == nullptr || value->empty() ? std::string(otherwise) : *value;
}

void append(std::vector<std::string>& options, std::string_view text, std::string_view origin,
            Problems& problems) {
  const auto split = split_option_string(text);
  if (!split) {
    problems.push_back("JVM options (" + std::string(origin) + "): the text " +
                       split.error().message);
    return;
  }
  options.insert(options.end(), split->begin(), split->end());
}

std::vector<std::string> driver_options(const SparkConf& effective, Problems& problems) {
  std::vector<std::string> options;
  for (const char* const key :
       {"spark.driver.defaultJavaOptions", "spark.driver.extraJavaOptions"}) {
    const SparkConf::Entry* const entry = effective.find(key);
    if (entry == nullptr) continue;
    std::vector<std::string> some;
    append(some, entry->value, entry->origin, problems);
    for (const std::string& option : some) {
      if (!option.starts_with("-Xmx")) continue;
      problems.push_back("JVM options (" + entry->origin + "): " + option +
                         " is not allowed here; set the heap with --driver-memory or "
                         "spark.driver.memory");
    }
    options.insert(options.end(), some.begin(), some.end());
  }
  return options;
}

std::vector<std::string> options_in_conf_dir(const std::optional<std::filesystem::path>& conf_dir,
                                             Problems& problems) {
  std::vector<std::string> options;
  if (!conf_dir) return options;
  std::ifstream file(*conf_dir / "java-opts");
  std::string line;
  while (std::getline(file, line)) append(options, line, "conf/java-opts", problems);
  return options;
}

std::string driver_class_path(const SparkConf& effective) {
  const std::string extra = value_or(effective, "spark.driver.extraClassPath", "");
  const std::string standard = value_or(effective, "spark.driver.defaultExtraClassPath", "");
  const bool blank = extra.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank) return standard;
  return standard.empty() ? extra : extra + ":" + standard;
}

// Spark's sizes in the JVM's words: "2gb" and "1p" are sizes for Spark only.
std::string jvm_heap(const std::string& memory) {
  const std::size_t unit = memory.find_first_not_of("0123456789");
  const bool jvm_reads_it =
      unit != 0 &&
      (unit == std::string::npos ||
       (unit + 1 == memory.size() && std::string_view("kKmMgGtT").contains(memory[unit])));
  if (jvm_reads_it) return memory;
  const auto bytes = parse_bytes(memory, 1);
  return bytes ? std::to_string(*bytes / 1024) + "k" : memory;
}

void sort_options(const CommandLine& line, SubmissionPlan& plan) {
  const auto add = [](std::vector<std::string>& options, const GivenOption& given) {
    options.emplace_back(given.option->name);
    if (given.option->arity == Arity::value) options.push_back(given.value);
  };
  const auto last = [&line](const GivenOption& given) {
    return &given.value == line.value(given.option->name);
  };
  for (const char* const name : {"--master", "--deploy-mode"}) {
    if (const std::string* const value = line.value(name)) {
      plan.placement.insert(plan.placement.end(), {name, *value});
    }
  }
  for (const GivenOption& given : line.given) {
    const Option& option = *given.option;
    if (option.name == "--master" || option.name == "--deploy-mode") continue;
    if (option.name == "--extra-properties-file") {
      add(plan.file_options, given);
    } else if (option.role == Role::properties) {
      if (last(given)) add(plan.file_options, given);
    } else if (option.role == Role::plain && option.name != "--class") {
      add(plan.options, given);
    }
  }
}

}  // namespace

std::optional<SubmissionPlan> make_plan(const CommandLine& line, const Environment& environment,
                                        const std::optional<std::filesystem::path>& conf_dir,
                                        Problems& problems, std::vector<std::string>& warnings) {
  const std::size_t problems_before = problems.size();
  const Configuration configuration =
      resolve_configuration(line, environment, conf_dir, problems, warnings);
  const SparkConf& effective = configuration.effective;
  check_supported(effective, environment, problems);
  check_files(line, problems);
  check_values(effective, problems);

  SubmissionPlan plan;
  plan.deploy_mode = DeployMode::client;
  plan.verbosity = line.has("--verbose") ? Verbosity::verbose : Verbosity::quiet;
  plan.driver_options = driver_options(effective, problems);
  plan.conf_dir_options = options_in_conf_dir(conf_dir, problems);
  append(plan.submit_options, environment.get("SPARK_SUBMIT_OPTS"), "SPARK_SUBMIT_OPTS", problems);
  const auto master = parse_master_url(value_or(effective, "spark.master", "local[*]"));
  if (problems.size() != problems_before || !master) return std::nullopt;

  plan.master = *master;
  plan.resource = *line.resource;
  if (const std::string* const main_class = line.value("--class")) plan.main_class = *main_class;
  plan.application_arguments = line.application_arguments;
  plan.command_line_conf = configuration.command_line;
  plan.file_conf = configuration.files;
  plan.effective_conf = effective;
  sort_options(line, plan);
  plan.driver_heap = jvm_heap(value_or(effective, "spark.driver.memory", "1g"));
  plan.driver_class_path = driver_class_path(effective);
  plan.driver_library_path = value_or(effective, "spark.driver.extraLibraryPath", "");
  plan.redactor = Redactor(value_or(effective, "spark.redaction.regex", default_redaction_regex));
  return plan;
}

}  // namespace afterglow::submit
