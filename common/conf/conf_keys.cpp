#include "common/conf/conf_keys.h"

#include <algorithm>
#include <array>

#include "common/base/redact.h"

namespace afterglow {
namespace {

constexpr std::array kKeys = std::to_array<ConfKey>({
    {"afterglow.alerts.minimumSeverity", "critical",
     "From which severity on findings are alerts, if afterglow.alerts.on has finding: note, "
     "warning or critical."},
    {"afterglow.alerts.on", "failure,regression",
     "Of what the webhook is told: failure, regression, finding, separated by commas."},
    {"afterglow.alerts.webhook.caFile", "",
     "File with the certificates (PEM) of those who vouch for an https address, instead of the "
     "system's."},
    {"afterglow.alerts.webhook.secretFile", "",
     "File with a secret that alerts are signed with (HMAC-SHA256)."},
    {"afterglow.alerts.webhook.url", "",
     "Where alerts are sent, such as https://host/path; if not set, nothing leaves this machine."},
    {"afterglow.api.retention", "all",
     "What /api/v1 shows: all, or spark: only what Spark's server would have kept (the limits "
     "spark.ui.retained... below). The dashboard shows all."},
    {"afterglow.fleet.price.coreHour", "0.04",
     "What a core costs that executors hold for an hour."},
    {"afterglow.fleet.price.currency", "USD", "The currency of prices, which is only shown."},
    {"afterglow.fleet.price.memoryGiBHour", "0.005",
     "What a GiB of memory costs that executors hold for an hour."},
    {"afterglow.history.keepWithoutLog", "true",
     "Whether an application stays when its log has disappeared; if not, its database goes, too."},
    {"afterglow.history.ui.host", "127.0.0.1",
     "Address to listen on; 0.0.0.0 makes the server reachable from other machines."},
    {"afterglow.jobs.key", "name",
     "What is the same for all runs of a job: name (without its changing part), user, queue, "
     "property:KEY, or several of them separated by commas."},
    {"afterglow.jobs.namePattern", "",
     "The changing part of names, as REGEX or REGEX => REPLACEMENT (a * if not given); if not set, "
     "dates, times, UUIDs, long numbers and hashes."},
    {"afterglow.ui.sqlConsole.enabled", "true",
     "Whether the dashboard takes queries in SQL, which only read an application's own database."},
    {"afterglow.ui.sqlConsole.maxRows", "10000", "How many rows such a query answers at most."},
    {"afterglow.ui.sqlConsole.timeout", "30s", "How long such a query may take."},
    {"spark.history.custom.executor.log.url", "",
     "Links to executors' logs instead of those in the event log: {{NAME}} stands for the "
     "executor's attribute of that name, {{FILE_NAME}} for each file of its attribute LOG_FILES."},
    {"spark.history.custom.executor.log.url.applyIncompleteApplication", "true",
     "Whether these links hold for applications that have not ended, too."},
    {"spark.history.fs.logDirectory", "file:/tmp/spark-events",
     "Folders with event logs, separated by commas."},
    {"spark.history.fs.numReplayThreads", "",
     "How many logs are read at the same time; half of the cores if not set."},
    {"spark.history.fs.update.interval", "10s",
     "How often the folders are listed; what the system tells of local ones is seen at once."},
    {"spark.history.store.path", "",
     "Folder for the databases; ~/.cache/afterglow if not set. What is deleted of it is made again "
     "from the logs that are still there."},
    {"spark.history.ui.port", "18080", "Port to listen on; 0 takes any free one."},
    {"spark.redaction.regex", default_redaction_regex,
     "Which properties are secrets, by key or value: their values are not stored when a log is "
     "read "
     "from now on."},
    {"spark.sql.ui.retainedExecutions", "1000",
     "With afterglow.api.retention spark: how many SQL executions are shown."},
    {"spark.ui.groupSQLSubExecutionEnabled", "true",
     "Whether /api/v1's sqlTable puts sub-executions below their root, unless it is asked."},
    {"spark.ui.proxyBase", "",
     "Path below which a proxy shows this server, such as /gateway/spark. Without it, "
     "APPLICATION_WEB_PROXY_BASE and the header X-Forwarded-Context tell; the dashboard needs none "
     "of them."},
    {"spark.ui.proxyRedirectUri", "",
     "Address of that proxy, without a path, for redirects that must name it."},
    {"spark.ui.retainedDeadExecutors", "100",
     "With afterglow.api.retention spark: how many executors that are gone are shown."},
    {"spark.ui.retainedJobs", "1000",
     "With afterglow.api.retention spark: how many jobs are shown."},
    {"spark.ui.retainedStages", "1000",
     "With afterglow.api.retention spark: how many stages are shown."},
    {"spark.ui.retainedTasks", "100000",
     "With afterglow.api.retention spark: how many tasks of a stage are shown."},
});
static_assert(std::ranges::is_sorted(kKeys, {}, &ConfKey::key));

}  // namespace

std::span<const ConfKey> conf_keys() {
  return kKeys;
}

const ConfKey& conf_key(std::string_view key) {
  return *std::ranges::lower_bound(kKeys, key, {}, &ConfKey::key);
}

std::string conf_template() {
  std::string text =
      "# Configuration of afterglow-history, in the format of spark-defaults.conf. Give it with\n"
      "# --properties-file, or put the lines into spark-defaults.conf. Lines that start with # "
      "show\n"
      "# the defaults.\n";
  for (const ConfKey& key : kKeys) {
    text += "\n# " + std::string(key.doc) + "\n# " + std::string(key.key);
    if (!key.default_value.empty()) text += " " + std::string(key.default_value);
    text += "\n";
  }
  return text;
}

}  // namespace afterglow
