#include "submit/cluster_mode.h"

#include <signal.h>

#include <cstdio>

#include "common/base/quantities.h"
#include "submit/lifecycle/cluster_submission.h"
#include "submit/lifecycle/exit_codes.h"
#include "submit/resolve/precedence.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

int complain(const Problems& problems) {
  for (const std::string& problem : problems) {
    std::fprintf(stderr, "afterglow-submit: %s\n", problem.c_str());
  }
  return exit_error;
}

Reporter reporter_of(const CommandLine& line, Problems& problems) {
  const auto format = output_format(line);
  if (!format) problems.push_back(format.error().message);
  return Reporter(format.value_or(OutputFormat::text),
                  line.has("--quiet") ? Talk::quiet : Talk::lines);
}

WatchOptions watch_options_of(const CommandLine& line, Problems& problems) {
  WatchOptions options;
  if (const std::string* const text = line.value("--timeout")) {
    const auto timeout = parse_duration(*text, std::chrono::seconds(1));
    if (!timeout) {
      problems.push_back("--timeout: " + timeout.error().message);
    } else if (timeout->count() <= 0) {
      problems.push_back("--timeout: \"" + *text + "\" must be positive");
    } else {
      options.timeout = *timeout;
    }
  }
  if (line.has("--kill-on-interrupt")) options.on_interrupt = OnInterrupt::kill;
  if (line.has("--follow")) options.logs = Logs::follow;
  return options;
}

Waiting waiting_of(const SubmissionPlan& plan, const CommandLine& line) {
  if (line.has("--no-wait")) return Waiting::no;
  const std::string* const wanted =
      plan.effective_conf.get("spark.standalone.submit.waitAppCompletion");
  if (wanted != nullptr) return *wanted == "true" ? Waiting::until_end : Waiting::no;
  // Spark waits on YARN and Kubernetes, and not here; in its place, nothing may change.
  return line.dialect == Dialect::spark ? Waiting::no : Waiting::until_end;
}

std::string value_of(const CommandLine& line, std::string_view option) {
  const std::string* const value = line.value(option);
  return value == nullptr ? "" : *value;
}

int run(const Subcommand& subcommand, const CommandLine& line, const std::string& id,
        const Environment& environment, const std::optional<fs::path>& conf_dir) {
  Problems problems;
  std::vector<std::string> warnings;
  const Configuration configuration =
      resolve_configuration(line, environment, conf_dir, problems, warnings);
  const Reporter reporter = reporter_of(line, problems);
  CommandRequest request{.id = id,
                         .master = value_of(line, "--master"),
                         .conf = configuration.effective,
                         .environment = environment,
                         .reporter = reporter,
                         .watch = watch_options_of(line, problems),
                         .stream = value_of(line, "--stream")};
  if (!request.stream.empty() && request.stream != "stdout" && request.stream != "stderr") {
    problems.push_back("--stream: \"" + request.stream + "\" is unknown; write stdout or stderr");
  }
  if (!problems.empty()) return complain(problems);
  return subcommand.run(request);
}

}  // namespace

int run_cluster_mode(const SubmissionPlan& plan, const CommandLine& line,
                     const Environment& environment, const std::string& spark_version) {
  Problems problems;
  const Reporter reporter = reporter_of(line, problems);
  ClusterOptions options;
  options.watch = watch_options_of(line, problems);
  options.waiting = waiting_of(plan, line);
  options.idempotency_key = value_of(line, "--idempotency-key");
  options.spark_version = spark_version;
  if (!problems.empty()) return complain(problems);
  // A file that grows beyond a limit is an error like a full disk, not the end of this process.
  signal(SIGXFSZ, SIG_IGN);
  return submit_to_cluster(plan, environment, reporter, options);
}

int run_subcommand(const Subcommand& subcommand, std::span<const std::string> arguments,
                   const Environment& environment, const std::optional<fs::path>& conf_dir) {
  // Options may also stand behind the id.
  CommandLine line = parse_command_line(arguments, Dialect::afterglow);
  if (line.resource) {
    CommandLine rest = parse_command_line(line.application_arguments, Dialect::afterglow);
    if (rest.resource) {
      line.problems.push_back("\"" + *rest.resource + "\": one id is enough");
    }
    line.given.insert(line.given.end(), rest.given.begin(), rest.given.end());
    line.problems.insert(line.problems.end(), rest.problems.begin(), rest.problems.end());
  }
  if (!line.problems.empty()) return complain(line.problems);
  return run(subcommand, line, line.resource.value_or(""), environment, conf_dir);
}

int run_action(const CommandLine& line, const Environment& environment,
               const std::optional<fs::path>& conf_dir) {
  if (line.has("--status") && line.has("--kill")) {
    return complain({"--status and --kill exclude each other; ask first, kill then"});
  }
  const char* const name = line.has("--status") ? "status" : "kill";
  return run(*find_subcommand(name), line, *line.value("--" + std::string(name)), environment,
             conf_dir);
}

}  // namespace afterglow::submit
