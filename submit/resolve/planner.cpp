#include "submit/resolve/planner.h"

#include <algorithm>
#include <fstream>
#include <string_view>

#include "common/base/quantities.h"
#include "submit/cli/special_forms.h"
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
  std::string jars;
  for (const std::string& jar : plan.application.example_jars) {
    jars += (jars.empty() ? "" : ",") + jar;
  }
  // With Spark, too, --jars takes their place.
  if (!jars.empty() && !line.has("--jars")) plan.options = {{find_option("--jars"), jars}};
  for (const GivenOption& given : line.given) {
    const Option& option = *given.option;
    if (option.name == "--master" || option.name == "--deploy-mode") continue;
    if (option.name == "--extra-properties-file") {
      add(plan.file_options, given);
    } else if (option.role == Role::properties) {
      if (last(given)) add(plan.file_options, given);
    } else if (option.role == Role::plain && option.name != "--class" && last(given)) {
      plan.options.push_back(given);
    }
  }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
    return lower(x) == lower(y);
  });
}

ApiMode api_mode(const SparkConf& effective, const Environment& environment) {
  const std::string* const mode = effective.get("spark.api.mode");
  const bool connect = mode != nullptr ? equal_ignoring_case(*mode, "connect")
                                       : effective.contains("spark.remote") ||
                                             environment.get("SPARK_CONNECT_MODE") == "1";
  return connect ? ApiMode::connect : ApiMode::classic;
}

// Spark's script spark-shell is for both libraries and leaves the choice to whom it calls.
void choose_scala_shell(const Environment& environment, SubmissionPlan& plan) {
  if (plan.api_mode != ApiMode::connect || environment.get("SPARK_SCALA_SHELL") != "1") return;
  if (!plan.application.main_class.empty()) {
    plan.application.main_class = "org.apache.spark.sql.application.ConnectRepl";
  }
  plan.application.resource = "connect-shell";
}

bool is_daemon(const Application& application) {
  const SpecialClass* const special = find_special_class(application.main_class);
  return special != nullptr && (special->kind == SpecialClass::Kind::thrift_server ||
                                special->kind == SpecialClass::Kind::connect_server);
}

std::string driver_heap(const SubmissionPlan& plan, const Environment& environment) {
  const std::string& for_daemons = environment.get("SPARK_DAEMON_MEMORY");
  if (is_daemon(plan.application) && !for_daemons.empty()) return for_daemons;
  return jvm_heap(value_or(plan.effective_conf, "spark.driver.memory", "1g"));
}

// What Spark takes for properties that nobody set.
void add_defaults(SubmissionPlan& plan) {
  SparkConf& conf = plan.effective_conf;
  if (!conf.contains("spark.remote")) conf.set_if_missing("spark.master", "local[*]", "default");
  conf.set_if_missing("spark.submit.deployMode", "client", "default");
  conf.set_if_missing("spark.driver.memory", "1g", "default");
  const auto& [resource, main_class, arguments, jars] = plan.application;
  if (!main_class.empty()) {
    conf.set_if_missing("spark.app.name", main_class, "default: the main class");
  } else {
    conf.set_if_missing("spark.app.name", std::filesystem::path(resource).filename().string(),
                        "default: the application's file name");
  }
}

}  // namespace

std::optional<SubmissionPlan> make_plan(const CommandLine& line, const Environment& environment,
                                        const std::optional<std::filesystem::path>& conf_dir,
                                        Problems& problems, std::vector<std::string>& warnings) {
  Configuration configuration =
      resolve_configuration(line, environment, conf_dir, problems, warnings);
  const SparkConf& effective = configuration.effective;
  SubmissionPlan plan;
  plan.form = line.form;
  plan.application = resolve_application(line, environment, problems);
  check_supported(effective, problems);
  check_combinations(line, plan.application, effective, problems);
  check_application(line, plan.application, problems);
  // --check looks at all files of the plan, these among them.
  if (!line.has("--check")) check_files(line, problems);
  check_values(effective, problems);

  plan.driver_options = driver_options(effective, problems);
  plan.conf_dir_options = options_in_conf_dir(conf_dir, problems);
  if (is_daemon(plan.application)) {
    append(plan.submit_options, environment.get("SPARK_DAEMON_JAVA_OPTS"),
           "environment variable SPARK_DAEMON_JAVA_OPTS", problems);
  }
  append(plan.submit_options, environment.get("SPARK_SUBMIT_OPTS"),
         "environment variable SPARK_SUBMIT_OPTS", problems);
  const auto master = parse_master_url(value_or(effective, "spark.master", "local[*]"));
  if (!master) return std::nullopt;

  plan.master = *master;
  plan.deploy_mode = value_or(effective, "spark.submit.deployMode", "client") == "cluster"
                         ? DeployMode::cluster
                         : DeployMode::client;
  plan.verbosity = line.has("--verbose") ? Verbosity::verbose : Verbosity::quiet;
  plan.api_mode = api_mode(effective, environment);
  sort_options(line, plan);
  plan.driver_class_path = driver_class_path(effective);
  plan.driver_library_path = value_or(effective, "spark.driver.extraLibraryPath", "");
  plan.redactor = Redactor(value_or(effective, "spark.redaction.regex", default_redaction_regex));
  plan.command_line_conf = std::move(configuration.command_line);
  plan.file_conf = std::move(configuration.files);
  plan.effective_conf = std::move(configuration.effective);
  plan.shadowed = std::move(configuration.shadowed);
  plan.properties_files = std::move(configuration.files_read);
  choose_scala_shell(environment, plan);
  plan.driver_heap = driver_heap(plan, environment);
  add_defaults(plan);
  return plan;
}

}  // namespace afterglow::submit
