#include "historyserver/settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <sstream>
#include <thread>

#include "common/base/quantities.h"
#include "common/conf/conf_keys.h"
#include "common/conf/properties_file.h"
#include "common/conf/spark_conf.h"
#include "historyserver/fleet_settings.h"
#include "historyserver/insights/rules.h"
#include "historyserver/settings_values.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kRetention = "afterglow.api.retention";
constexpr std::string_view kKeepWithoutLog = "afterglow.history.keepWithoutLog";
constexpr std::string_view kHost = "afterglow.history.ui.host";
constexpr std::string_view kConsoleEnabled = "afterglow.ui.sqlConsole.enabled";
constexpr std::string_view kConsoleRows = "afterglow.ui.sqlConsole.maxRows";
constexpr std::string_view kConsoleTime = "afterglow.ui.sqlConsole.timeout";
constexpr std::string_view kLogUrl = "spark.history.custom.executor.log.url";
constexpr std::string_view kLogUrlOfIncomplete =
    "spark.history.custom.executor.log.url.applyIncompleteApplication";
constexpr std::string_view kLogDirectory = "spark.history.fs.logDirectory";
constexpr std::string_view kReplayThreads = "spark.history.fs.numReplayThreads";
constexpr std::string_view kUpdateInterval = "spark.history.fs.update.interval";
constexpr std::string_view kRedaction = "spark.redaction.regex";
constexpr std::string_view kStorePath = "spark.history.store.path";
constexpr std::string_view kGroups = "spark.ui.groupSQLSubExecutionEnabled";
constexpr std::string_view kProxyBase = "spark.ui.proxyBase";
constexpr std::string_view kProxyRedirect = "spark.ui.proxyRedirectUri";
constexpr std::string_view kPort = "spark.history.ui.port";

Result<void> set_pair(SparkConf& conf, std::string_view pair, std::string_view origin) {
  const auto equals = pair.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return fail(ErrorKind::invalid_argument,
                std::string(origin) + " '" + std::string(pair) + "' is not KEY=VALUE");
  }
  conf.set(pair.substr(0, equals), pair.substr(equals + 1), origin);
  return {};
}

std::string default_properties_file(const Environment& environment) {
  std::string folder = environment.get("SPARK_CONF_DIR");
  if (folder.empty() && !environment.get("SPARK_HOME").empty()) {
    folder = environment.get("SPARK_HOME") + "/conf";
  }
  if (folder.empty()) return {};
  const std::string path = folder + "/spark-defaults.conf";
  return std::filesystem::exists(path) ? path : std::string();
}

Result<void> add_properties(SparkConf& conf, const std::string& path) {
  const auto properties = read_properties_file(path);
  if (!properties) return std::unexpected(properties.error());
  for (const Property& property : *properties) {
    conf.set(property.key, property.value, path + ":" + std::to_string(property.line));
  }
  return {};
}

// Java options of Spark's daemon: the -Dkey=value ones are configuration.
void add_history_options(SparkConf& conf, const std::string& options) {
  std::istringstream words(options);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    const bool is_ours = word.starts_with("-Dspark.") || word.starts_with("-Dafterglow.");
    if (!is_ours || equals == std::string::npos) continue;
    conf.set(word.substr(2, equals - 2), word.substr(equals + 1), "SPARK_HISTORY_OPTS");
  }
}

// What is meant for this server and is none of its settings would be missed in silence. Of Spark's
// names most are for others, and those of afterglow-submit are its own.
Result<void> check_own_keys(const SparkConf& conf) {
  constexpr std::string_view prefix = "afterglow.";
  for (const SparkConf::Entry& entry : conf.entries()) {
    const std::string_view key = entry.key;
    if (!key.starts_with(prefix) || key.starts_with("afterglow.submit.") ||
        key.starts_with("afterglow.findings.") ||
        std::ranges::find(conf_keys(), key, &ConfKey::key) != conf_keys().end()) {
      continue;
    }
    const std::string_view family = key.substr(0, key.find('.', prefix.size()) + 1);
    std::string related;
    for (const ConfKey& known : conf_keys()) {
      if (family.empty() || !known.key.starts_with(family)) continue;
      related += (related.empty() ? "there is " : ", ") + std::string(known.key);
    }
    if (related.empty()) related = "conf/afterglow-history.conf.template has all";
    return fail(ErrorKind::invalid_argument,
                entry.key + " (" + entry.origin + ") is no setting; " + related);
  }
  return {};
}

Result<SparkConf> layered_conf(const CommandLine& line, const Environment& environment) {
  SparkConf conf;
  for (const ConfKey& key : conf_keys()) {
    if (!key.default_value.empty()) conf.set(key.key, key.default_value, "default");
  }
  const std::string file = line.properties_file.value_or(default_properties_file(environment));
  if (!file.empty()) {
    if (auto added = add_properties(conf, file); !added) return std::unexpected(added.error());
  }
  add_history_options(conf, environment.get("SPARK_HISTORY_OPTS"));
  for (const std::string& pair : line.conf) {
    if (auto set = set_pair(conf, pair, "--conf"); !set) return std::unexpected(set.error());
  }
  if (line.store) conf.set(kStorePath, *line.store, "--store");
  if (line.host) conf.set(kHost, *line.host, "--host");
  if (line.port) conf.set(kPort, *line.port, "--port");
  if (auto checked = check_own_keys(conf); !checked) return std::unexpected(checked.error());
  return conf;
}

Result<int> integer_between(const SparkConf& conf, std::string_view key, int low, int high) {
  const SparkConf::Entry& entry = *conf.find(key);
  int number = 0;
  const char* end = entry.value.data() + entry.value.size();
  const auto [stop, error] = std::from_chars(entry.value.data(), end, number);
  if (error != std::errc() || stop != end || number < low || number > high) {
    return bad_value(entry, "a number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return number;
}

Result<bool> boolean(const SparkConf& conf, std::string_view key) {
  const SparkConf::Entry& entry = *conf.find(key);
  if (entry.value == "true") return true;
  if (entry.value == "false") return false;
  return bad_value(entry, "true or false");
}

Result<std::chrono::milliseconds> positive_time(const SparkConf& conf, std::string_view key) {
  const SparkConf::Entry& entry = *conf.find(key);
  const auto time = parse_duration(entry.value, std::chrono::seconds(1));
  if (!time || time->count() <= 0) return bad_value(entry, "a time such as 10s");
  return *time;
}

Result<SqlConsole> console(const SparkConf& conf) {
  const auto enabled = boolean(conf, kConsoleEnabled);
  if (!enabled) return std::unexpected(enabled.error());
  const auto rows = integer_between(conf, kConsoleRows, 1, 1'000'000);
  if (!rows) return std::unexpected(rows.error());
  const auto time = positive_time(conf, kConsoleTime);
  if (!time) return std::unexpected(time.error());
  return SqlConsole{*enabled, *rows, *time};
}

// Spark's limits, if they are wanted; checked also if not.
Result<std::optional<RetentionLimits>> retention(const SparkConf& conf) {
  RetentionLimits limits;
  for (const auto& [key, limit] :
       {std::pair{"spark.sql.ui.retainedExecutions", &limits.sql_executions},
        std::pair{"spark.ui.retainedDeadExecutors", &limits.dead_executors},
        std::pair{"spark.ui.retainedJobs", &limits.jobs},
        std::pair{"spark.ui.retainedStages", &limits.stages},
        std::pair{"spark.ui.retainedTasks", &limits.tasks}}) {
    const auto number = integer_between(conf, key, 0, std::numeric_limits<int>::max());
    if (!number) return std::unexpected(number.error());
    *limit = *number;
  }
  const SparkConf::Entry& wanted = *conf.find(kRetention);
  if (wanted.value == "spark") return limits;
  if (wanted.value != "all") return bad_value(wanted, "all or spark");
  return std::nullopt;
}

// "file:/a", "file:///a" and "/a" are the same folder.
Result<std::string> local_path(const std::string& uri) {
  std::string_view path = uri;
  if (path.starts_with("file:")) {
    path.remove_prefix(5);
    if (path.starts_with("//")) path.remove_prefix(std::min(path.find('/', 2), path.size()));
  } else if (path.find("://") != std::string_view::npos) {
    return fail(ErrorKind::unsupported,
                "log directory " + uri + ": only local folders can be read by this version");
  }
  std::error_code ignored;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored)
      .string();
}

Result<std::vector<std::string>> directories(const CommandLine& line, const SparkConf& conf) {
  std::vector<std::string> uris = line.directories;
  if (uris.empty()) {
    std::istringstream list(*conf.get(kLogDirectory));
    for (std::string uri; std::getline(list, uri, ',');) {
      uri.erase(0, uri.find_first_not_of(' '));
      uri.erase(uri.find_last_not_of(' ') + 1);
      if (!uri.empty()) uris.push_back(uri);
    }
  }
  std::vector<std::string> paths;
  for (const std::string& uri : uris) {
    auto path = local_path(uri);
    if (!path) return std::unexpected(path.error());
    if (std::ranges::find(paths, *path) == paths.end()) paths.push_back(*std::move(path));
  }
  if (paths.empty()) {
    return fail(ErrorKind::invalid_argument, "no log directory is given; use --dir DIR");
  }
  return paths;
}

Result<std::string> store_path(const SparkConf& conf, const Environment& environment) {
  if (const std::string* path = conf.get(kStorePath)) return local_path(*path);
  std::string cache = environment.get("XDG_CACHE_HOME");
  if (cache.empty() && !environment.get("HOME").empty()) {
    cache = environment.get("HOME") + "/.cache";
  }
  if (cache.empty()) {
    return fail(ErrorKind::invalid_argument,
                "there is no home folder for the databases; use --store DIR");
  }
  return cache + "/afterglow";
}

Result<SparkUi> spark_ui(const SparkConf& conf) {
  const auto of_incomplete = boolean(conf, kLogUrlOfIncomplete);
  if (!of_incomplete) return std::unexpected(of_incomplete.error());
  const auto groups = boolean(conf, kGroups);
  if (!groups) return std::unexpected(groups.error());
  const std::string* const log_url = conf.get(kLogUrl);
  return SparkUi{log_url ? *log_url : "", *of_incomplete, *groups};
}

// As Spark has it, a key is stronger than what YARN puts into the environment.
ProxyBase proxy(const SparkConf& conf, const Environment& environment) {
  const std::string* const path = conf.get(kProxyBase);
  const std::string* const redirect = conf.get(kProxyRedirect);
  ProxyBase base{path ? *path : environment.get("APPLICATION_WEB_PROXY_BASE"),
                 redirect ? *redirect : ""};
  while (base.redirect.ends_with('/')) base.redirect.pop_back();
  return base;
}

// Shares and times are numbers as they are; sizes and durations may have Spark's units.
Result<double> threshold_value(const SparkConf::Entry& entry, const RuleThreshold& threshold) {
  double number = 0;
  const char* const end = entry.value.data() + entry.value.size();
  const auto [stop, error] = std::from_chars(entry.value.data(), end, number);
  if (error == std::errc() && stop == end && number >= 0 && std::isfinite(number)) return number;
  if (threshold.unit == NumberUnit::bytes) {
    if (const auto bytes = parse_bytes(entry.value, 1)) return static_cast<double>(*bytes);
    return bad_value(entry, "a size such as 64m");
  }
  if (threshold.unit == NumberUnit::ms) {
    const auto time = parse_duration(entry.value, std::chrono::milliseconds(1));
    if (time) return static_cast<double>(time->count());
    return bad_value(entry, "a time such as 5s");
  }
  return bad_value(entry, "a number");
}

Result<ThresholdValues> thresholds(const SparkConf& conf) {
  constexpr std::string_view prefix = "afterglow.findings.";
  ThresholdValues values;
  for (const SparkConf::Entry& entry : conf.entries()) {
    if (!entry.key.starts_with(prefix)) continue;
    const std::string name = entry.key.substr(prefix.size());
    const RuleThreshold* const threshold = find_threshold(name);
    if (!threshold) {
      return fail(ErrorKind::invalid_argument,
                  entry.key + " (" + entry.origin + ") is no threshold; docs/findings.md has all");
    }
    const auto value = threshold_value(entry, *threshold);
    if (!value) return std::unexpected(value.error());
    values[name] = *value;
  }
  return values;
}

}  // namespace

std::unexpected<Error> bad_value(const SparkConf::Entry& entry, const std::string& expected) {
  return fail(ErrorKind::invalid_argument,
              entry.key + " = '" + entry.value + "' (" + entry.origin + "): expected " + expected);
}

Result<Settings> resolve_settings(const CommandLine& line, const Environment& environment) {
  const auto conf = layered_conf(line, environment);
  if (!conf) return std::unexpected(conf.error());
  Settings settings;
  auto paths = directories(line, *conf);
  if (!paths) return std::unexpected(paths.error());
  settings.directories = *std::move(paths);
  auto store = store_path(*conf, environment);
  if (!store) return std::unexpected(store.error());
  settings.store = *std::move(store);
  settings.host = *conf->get(kHost);
  const auto port = integer_between(*conf, kPort, 0, 65535);
  if (!port) return std::unexpected(port.error());
  settings.port = *port;
  const auto interval = positive_time(*conf, kUpdateInterval);
  if (!interval) return std::unexpected(interval.error());
  settings.update_interval = *interval;
  settings.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency() / 2));
  if (conf->contains(kReplayThreads)) {
    const auto threads = integer_between(*conf, kReplayThreads, 1, 1024);
    if (!threads) return std::unexpected(threads.error());
    settings.threads = *threads;
  }
  const auto keep = boolean(*conf, kKeepWithoutLog);
  if (!keep) return std::unexpected(keep.error());
  const auto limits = retention(*conf);
  if (!limits) return std::unexpected(limits.error());
  settings.retention = *limits;
  const SparkConf::Entry& redaction = *conf->find(kRedaction);
  settings.redactor = Redactor(redaction.value);
  if (!settings.redactor.is_understood()) return bad_value(redaction, "a regular expression");
  const auto of_console = console(*conf);
  if (!of_console) return std::unexpected(of_console.error());
  settings.console = *of_console;
  settings.proxy = proxy(*conf, environment);
  auto ui = spark_ui(*conf);
  if (!ui) return std::unexpected(ui.error());
  settings.ui = *std::move(ui);
  auto of_findings = thresholds(*conf);
  if (!of_findings) return std::unexpected(of_findings.error());
  settings.thresholds = *std::move(of_findings);
  auto job_key = job_key_setting(*conf);
  if (!job_key) return std::unexpected(job_key.error());
  settings.job_key = *std::move(job_key);
  auto prices = price_settings(*conf);
  if (!prices) return std::unexpected(prices.error());
  settings.prices = *std::move(prices);
  auto alerts = alert_settings(*conf);
  if (!alerts) return std::unexpected(alerts.error());
  settings.alerts = *std::move(alerts);
  settings.without_log = *keep ? WithoutLog::keep : WithoutLog::remove;
  return settings;
}

Result<std::string> resolve_store(const CommandLine& line, const Environment& environment) {
  const auto conf = layered_conf(line, environment);
  if (!conf) return std::unexpected(conf.error());
  return store_path(*conf, environment);
}

Result<ThresholdValues> resolve_thresholds(const CommandLine& line,
                                           const Environment& environment) {
  const auto conf = layered_conf(line, environment);
  if (!conf) return std::unexpected(conf.error());
  return thresholds(*conf);
}

}  // namespace afterglow::history
