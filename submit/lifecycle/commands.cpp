#include "submit/lifecycle/commands.h"

#include <optional>

#include "submit/launch/clusters.h"
#include "submit/lifecycle/exit_codes.h"
#include "submit/lifecycle/log_pump.h"
#include "submit/lifecycle/remembered_plan.h"
#include "submit/lifecycle/signals.h"
#include "submit/lifecycle/submission_list.h"

namespace afterglow::submit {
namespace {

constexpr std::chrono::milliseconds between_parts{500};

// A driver that a command is about: what is remembered of it, and its cluster.
struct Target {
  Registry registry;
  SubmissionRecord record;
  std::unique_ptr<Cluster> cluster;
};

Result<Registry> open_registry(const Environment& environment) {
  const auto folder = Registry::folder(environment);
  if (!folder) return std::unexpected(folder.error());
  return Registry::open(*folder);
}

Result<Target> find_target(const CommandRequest& request) {
  if (request.id.empty()) {
    return fail(ErrorKind::invalid_argument,
                "which driver? Write its id, as in driver-20260131120000-0001; afterglow-submit "
                "list shows those of yours");
  }
  auto registry = open_registry(request.environment);
  if (!registry) return std::unexpected(registry.error());
  const auto found = registry->find(request.id);
  if (!found) return std::unexpected(found.error());
  SubmissionRecord record = found->value_or(SubmissionRecord{});
  if (!request.master.empty()) record.master = request.master;
  if (!*found) {
    const std::string* const master = request.conf.get("spark.master");
    record.id = request.id;
    if (record.master.empty() && master != nullptr) record.master = *master;
    if (record.master.empty()) {
      return fail(ErrorKind::not_found,
                  "nothing is remembered of " + request.id +
                      "; name its master, --master spark://HOST:PORT, if it was submitted "
                      "elsewhere");
    }
  }
  SparkConf conf = request.conf;
  const SparkConf remembered = remembered_conf(record);
  for (const auto& [key, value, origin] : remembered.entries()) {
    conf.set_if_missing(key, value, origin);
  }
  const auto master = parse_master_url(record.master);
  if (!master) return std::unexpected(master.error());
  auto cluster = open_cluster(*master, conf, request.environment, record.marker);
  if (!cluster) return std::unexpected(cluster.error());
  return Target{std::move(*registry), std::move(record), std::move(*cluster)};
}

int code_of(const ClusterError& error) {
  return error.trouble == Trouble::refused ? exit_refused : exit_unreachable;
}

int say_error(const CommandRequest& request, const std::string& message, int exit_code) {
  request.reporter.error(message, exit_code);
  return exit_code;
}

// What a master has forgotten stays as it was seen last.
void note(const CommandRequest& request, const DriverStatus& status, Registry& registry,
          SubmissionRecord& record) {
  if (status.state == DriverState::absent) return;
  if (const auto kept = note_status(status, registry, record); !kept) {
    request.reporter.say("warning: " + kept.error().message, "warning");
  }
}

int watch_target(const CommandRequest& request, Logs logs) {
  auto target = find_target(request);
  if (!target) return say_error(request, target.error().message, exit_error);
  auto& [registry, record, cluster] = *target;
  // An end that was seen is the end, even when the master has forgotten it.
  if (!record.outcome.empty() && logs == Logs::none) {
    request.reporter.say(record.id + " " + record.outcome, "outcome",
                         Json::object()
                             .set("id", record.id)
                             .set("outcome", record.outcome)
                             .set("exitCode", exit_code_of(record.outcome)));
    return exit_code_of(record.outcome);
  }
  WatchOptions options = request.watch;
  options.logs = logs;
  return watch(*cluster, registry, record, request.reporter, options);
}

int run_attach(const CommandRequest& request) {
  return watch_target(request, Logs::follow);
}

int run_wait(const CommandRequest& request) {
  return watch_target(request, Logs::none);
}

int run_kill(const CommandRequest& request) {
  auto target = find_target(request);
  if (!target) return say_error(request, target.error().message, exit_error);
  const auto killed = target->cluster->kill(target->record.id);
  if (!killed) {
    // The master's own words; whoever asks too late has made no mistake of authentication.
    const bool too_late = killed.error().trouble == Trouble::refused;
    return say_error(request, killed.error().message,
                     too_late ? exit_error : code_of(killed.error()));
  }
  request.reporter.result(*killed + "\n",
                          Json::object().set("id", target->record.id).set("message", *killed));
  return exit_ok;
}

int run_status(const CommandRequest& request) {
  auto target = find_target(request);
  if (!target) return say_error(request, target.error().message, exit_error);
  auto& [registry, record, cluster] = *target;
  const auto status = cluster->status(record.id);
  if (!status) return say_error(request, status.error().message, code_of(status.error()));
  if (status->state == DriverState::absent && record.outcome.empty()) {
    return say_error(request, "no master that answers knows " + record.id, exit_lost);
  }
  note(request, *status, registry, record);
  request.reporter.result(status_line(record), status_json(record));
  return exit_ok;
}

int run_list(const CommandRequest& request) {
  auto registry = open_registry(request.environment);
  if (!registry) return say_error(request, registry.error().message, exit_error);
  const auto records = registry->list(list_length);
  if (!records) return say_error(request, records.error().message, exit_error);
  request.reporter.result(list_text(*records), list_json(*records));
  return exit_ok;
}

int run_logs(const CommandRequest& request) {
  auto target = find_target(request);
  if (!target) return say_error(request, target.error().message, exit_error);
  auto& [registry, record, cluster] = *target;
  LogPump pump(*cluster, request.reporter);
  if (request.stream == "stdout") pump.choose(LogStream::out);
  if (request.stream == "stderr") pump.choose(LogStream::err);
  const Signals signals;
  for (;;) {
    const auto status = cluster->status(record.id);
    if (!status) return say_error(request, status.error().message, code_of(status.error()));
    DriverStatus where = *status;
    if (where.state == DriverState::absent && record.worker_id.empty()) {
      return say_error(request, "no master that answers knows " + record.id, exit_lost);
    }
    // A new leader has forgotten what has ended; the worker has the log all the same.
    if (where.worker_id.empty()) where.worker_id = record.worker_id;
    if (where.worker_id.empty() && is_final(where.state)) {
      return say_error(request, record.id + " has no log: it never was on a worker", exit_error);
    }
    note(request, *status, registry, record);
    if (const auto pumped = pump.pump(where, record.id); !pumped) {
      return say_error(request, pumped.error().message, code_of(pumped.error()));
    }
    if (is_final(status->state) || request.watch.logs == Logs::none) return exit_ok;
    if (const int signal = signals.wait(between_parts)) return 128 + signal;
  }
}

constexpr Subcommand table[] = {
    {"attach", "ID", "wait for a driver's end and show its output meanwhile", &run_attach},
    {"kill", "ID", "stop a driver", &run_kill},
    {"list", "", "the submissions from this machine, the latest first", &run_list},
    {"logs", "ID", "what a driver wrote; -f follows it, --stream chooses stdout or stderr",
     &run_logs},
    {"status", "ID", "how a driver is", &run_status},
    {"wait", "ID", "wait for a driver's end; the exit code tells it", &run_wait},
};

}  // namespace

std::span<const Subcommand> subcommands() {
  return table;
}

const Subcommand* find_subcommand(std::string_view name) {
  for (const Subcommand& subcommand : table) {
    if (subcommand.name == name) return &subcommand;
  }
  return nullptr;
}

}  // namespace afterglow::submit
