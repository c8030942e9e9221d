#include "submit/cli/options.h"

#include <algorithm>
#include <vector>

namespace afterglow::submit {
namespace {

using enum Arity;
using enum Role;
using enum Support;
using S = Section;

constexpr Dialect ours = Dialect::afterglow;

// clang-format off
constexpr Option options[] = {
    {"--archives", "", value, plain, "spark.archives", S::dependencies, ready, "LIST",
     "archives to unpack into each executor's working directory, separated by commas"},
    {"--check", "", none, action, "", S::inspection, ready, "",
     "submit nothing; find everything that would go wrong, each with its remedy", ours},
    {"--class", "", value, plain, "", S::application, ready, "CLASS",
     "main class of a Java or Scala application"},
    {"--completion", "", value, action, "", S::other, ready, "SHELL",
     "print the completion script for bash, zsh or fish", ours, "bash zsh fish"},
    {"--conf", "-c", value, application_conf, "", S::configuration, ready, "KEY=VALUE",
     "one Spark property; may be repeated"},
    {"--deploy-mode", "", value, plain, "spark.submit.deployMode", S::application, ready, "MODE",
     "where the driver runs: \"client\" (here) or \"cluster\"", Dialect::spark, "client cluster"},
    {"--driver-class-path", "", value, driver_conf, "spark.driver.extraClassPath", S::driver, ready,
     "PATH", "entries to put first on the driver's class path"},
    {"--driver-cores", "", value, plain, "spark.driver.cores", S::driver, ready, "N",
     "cores of the driver; has no effect in client mode"},
    {"--driver-default-class-path", "", value, driver_conf, "spark.driver.defaultExtraClassPath",
     S::driver, hidden, "PATH", ""},
    {"--driver-java-options", "", value, driver_conf, "spark.driver.extraJavaOptions", S::driver,
     ready, "OPTIONS", "options of the driver's JVM; memory belongs in --driver-memory"},
    {"--driver-library-path", "", value, driver_conf, "spark.driver.extraLibraryPath", S::driver,
     ready, "PATH", "folders to search for native libraries"},
    {"--driver-memory", "", value, driver_conf, "spark.driver.memory", S::driver, ready, "SIZE",
     "heap of the driver, such as 512m or 4g (default: 1g)"},
    {"--dry-run", "", none, action, "", S::inspection, ready, "",
     "submit nothing; show what would be, and where each value comes from", ours},
    {"--exclude-packages", "", value, plain, "spark.jars.excludes", S::dependencies, ready, "LIST",
     "group:artifact pairs to leave out while resolving --packages"},
    {"--executor-cores", "", value, plain, "spark.executor.cores", S::executors, ready, "N",
     "cores of each executor"},
    {"--executor-memory", "", value, plain, "spark.executor.memory", S::executors, ready, "SIZE",
     "heap of each executor, such as 512m or 4g (default: 1g)"},
    {"--extra-properties-file", "", value, properties, "", S::configuration, ready, "FILE",
     "properties on top of the properties file; may be repeated, later ones win (Spark 4.2)"},
    {"--files", "", value, plain, "spark.files", S::dependencies, ready, "LIST",
     "files for each executor's working directory, separated by commas"},
    {"--follow", "-f", none, lifecycle, "", S::cluster, ready, "",
     "with logs: show what comes until the driver ends", ours},
    {"--help", "-h", none, action, "", S::other, ready, "", "show this text"},
    {"--idempotency-key", "", value, lifecycle, "", S::cluster, ready, "KEY",
     "submit only once: the second submission with this key is the first one", ours},
    {"--jars", "", value, plain, "spark.jars", S::dependencies, ready, "LIST",
     "jars for the class paths of driver and executors, separated by commas"},
    {"--keytab", "", value, plain, "spark.kerberos.keytab", S::security, ready, "FILE",
     "keytab of --principal"},
    {"--kill", "", value, action, "", S::cluster, ready, "ID", "stop a driver in a cluster"},
    {"--kill-on-interrupt", "", none, lifecycle, "", S::cluster, ready, "",
     "Ctrl-C kills the driver, rather than leaving it alone", ours},
    {"--load-spark-defaults", "", none, properties, "", S::configuration, ready, "",
     "read spark-defaults.conf even when --properties-file is given (Spark 4.0)"},
    {"--man", "", none, action, "", S::other, ready, "", "print the manual page", ours},
    {"--master", "", value, plain, "spark.master", S::application, ready, "MASTER",
     "local, local[N], local[*], local[N,FAILURES] or spark://HOST:PORT (default: local[*])"},
    {"--name", "", value, plain, "spark.app.name", S::application, ready, "NAME",
     "name of the application"},
    {"--no-wait", "", none, lifecycle, "", S::cluster, ready, "",
     "come back as soon as the application is accepted", ours},
    {"--num-executors", "", value, plain, "spark.executor.instances", S::executors, ready, "N",
     "number of executors"},
    {"--output", "", value, action, "", S::inspection, ready, "FORMAT",
     "text or json, for what is printed about submissions", ours, "text json"},
    {"--packages", "", value, plain, "spark.jars.packages", S::dependencies, ready, "LIST",
     "Maven packages, group:artifact:version, to fetch and use like --jars"},
    {"--principal", "", value, plain, "spark.kerberos.principal", S::security, ready, "NAME",
     "Kerberos principal to log in as"},
    {"--properties-file", "", value, properties, "", S::configuration, ready, "FILE",
     "properties to use in place of conf/spark-defaults.conf"},
    {"--proxy-user", "", value, plain, "", S::security, ready, "NAME",
     "user to run the application as, by impersonation"},
    {"--py-files", "", value, plain, "spark.submit.pyFiles", S::dependencies, ready, "LIST",
     ".py, .zip and .egg files for PYTHONPATH, separated by commas"},
    {"--queue", "", value, plain, "spark.yarn.queue", S::executors, ready, "NAME",
     "YARN queue; has no effect elsewhere"},
    {"--quiet", "", none, lifecycle, "", S::cluster, ready, "",
     "say nothing but results and errors", ours},
    {"--remote", "", value, plain, "spark.remote", S::application, ready, "URL",
     "Spark Connect server, as in sc://HOST:PORT; in place of --master"},
    {"--repositories", "", value, plain, "spark.jars.repositories", S::dependencies, ready, "LIST",
     "further Maven repositories to search for --packages"},
    {"--status", "", value, action, "", S::cluster, ready, "ID",
     "ask how a driver in a cluster is"},
    {"--stream", "", value, lifecycle, "", S::cluster, ready, "NAME",
     "with logs: only stdout, or only stderr", ours, "stdout stderr"},
    {"--supervise", "", none, plain, "spark.driver.supervise", S::driver, ready, "",
     "restart a driver that failed; cluster mode on a standalone cluster only"},
    {"--timeout", "", value, lifecycle, "", S::cluster, ready, "TIME",
     "wait at most so long for the end, such as 90s, 30m or 2h", ours},
    {"--total-executor-cores", "", value, plain, "spark.cores.max", S::executors, ready, "N",
     "cores of all executors together"},
    {"--usage-error", "", none, action, "", S::other, hidden, "", ""},
    {"--verbose", "-v", none, plain, "", S::other, ready, "",
     "say what was found and how it was resolved"},
    {"--version", "", none, action, "", S::other, ready, "",
     "show the versions of this program, Spark and Java"},
};
// clang-format on

constexpr Heading all_headings[] = {
    {S::application, "Application"},
    {S::configuration, "Configuration"},
    {S::driver, "Driver"},
    {S::executors, "Executors"},
    {S::dependencies, "Files and jars"},
    {S::security, "Security"},
    {S::cluster, "Drivers in a cluster"},
    {S::inspection, "Without submitting"},
    {S::other, "Other"},
};

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string bare(std::string_view name) {
  while (name.starts_with('-')) name.remove_prefix(1);
  std::string bare_name(name);
  for (char& c : bare_name) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return bare_name;
}

}  // namespace

std::span<const Option> all_options() {
  return options;
}

std::span<const Heading> headings() {
  return all_headings;
}

bool is_in(const Option& option, Dialect dialect) {
  return option.dialect == Dialect::spark || dialect == Dialect::afterglow;
}

const Option* find_option(std::string_view name, Dialect dialect) {
  for (const Option& option : options) {
    if (!is_in(option, dialect)) continue;
    if (option.name == name || (!option.alias.empty() && option.alias == name)) return &option;
  }
  return nullptr;
}

const Option* nearest_option(std::string_view name, Dialect dialect) {
  const std::string wanted = bare(name);
  const Option* nearest = nullptr;
  std::size_t least = std::max<std::size_t>(wanted.size() / 3, 1) + 1;
  for (const Option& option : options) {
    if (option.support == Support::hidden || wanted.empty() || !is_in(option, dialect)) continue;
    const std::string candidate = bare(option.name);
    std::size_t steps = distance(wanted, candidate);
    if (wanted.size() >= 3 && candidate.starts_with(wanted)) steps = 0;
    if (steps < least) {
      least = steps;
      nearest = &option;
    }
  }
  return nearest;
}

}  // namespace afterglow::submit
