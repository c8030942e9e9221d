// The part of validate.h that knows which things Spark does not let go together.
#include <string_view>

#include "submit/cli/special_forms.h"
#include "submit/resolve/master_url.h"
#include "submit/resolve/validate.h"

namespace afterglow::submit {
namespace {

std::string said(const SparkConf::Entry& entry) {
  return entry.value + " (" + entry.origin + ")";
}

void check_remote(const SparkConf& effective, Problems& problems) {
  const SparkConf::Entry* const remote = effective.find("spark.remote");
  if (remote == nullptr) return;
  for (const char* const key : {"spark.master", "spark.submit.deployMode"}) {
    const SparkConf::Entry* const other = effective.find(key);
    if (other == nullptr) continue;
    problems.push_back("a Spark Connect server (" + remote->origin + ") and " +
                       (key == std::string_view("spark.master") ? "master " : "deploy mode ") +
                       said(*other) + " exclude each other; leave one of them out");
  }
}

void check_identity(const CommandLine& line, const SparkConf& effective, Problems& problems) {
  const std::string* const user = line.value("--proxy-user");
  const SparkConf::Entry* principal = effective.find("spark.kerberos.principal");
  if (principal == nullptr) principal = effective.find("spark.yarn.principal");
  if (user != nullptr && principal != nullptr) {
    problems.push_back("--proxy-user " + *user + " and principal " + said(*principal) +
                       " exclude each other; log in with kinit and keep --proxy-user, or leave "
                       "--proxy-user out");
  }
}

// What always runs here, in words; empty for an ordinary application.
std::string only_here(const Application& application) {
  if (is_shell_resource(application.resource)) return "an interactive shell";
  const SpecialClass* const special = find_special_class(application.main_class);
  if (special == nullptr || special->kind == SpecialClass::Kind::connect_server) return "";
  return std::string(special->command);
}

void check_cluster_mode(const Application& application, const SparkConf::Entry& mode,
                        const MasterUrl& master, Problems& problems) {
  const std::string shown = "deploy mode \"cluster\" (" + mode.origin + ") ";
  if (master.kind == MasterKind::local || master.kind == MasterKind::local_cluster) {
    problems.push_back(shown + "is not compatible with master " + master.text +
                       ": a local driver always runs here");
    return;
  }
  if (const std::string what = only_here(application); !what.empty()) {
    problems.push_back(shown + "is not possible for " + what + ", which runs where it is typed");
  }
  const SpecialClass* const special = find_special_class(application.main_class);
  if (special != nullptr && special->kind == SpecialClass::Kind::connect_server &&
      master.kind != MasterKind::yarn) {
    problems.push_back(shown + "is possible for the Spark Connect server on YARN only");
  }
}

// What is said to whom waits for a driver elsewhere.
void check_waiting(const CommandLine& line, Problems& problems) {
  for (const GivenOption& given : line.given) {
    const std::string_view name = given.option->name;
    if (given.option->role != Role::lifecycle || name == "--quiet") continue;
    problems.push_back(std::string(name) +
                       " has no meaning in client mode, where this process becomes the driver; "
                       "leave it out, or write --deploy-mode cluster");
  }
}

}  // namespace

void check_combinations(const CommandLine& line, const Application& application,
                        const SparkConf& effective, Problems& problems) {
  check_remote(effective, problems);
  check_identity(line, effective, problems);
  const SparkConf::Entry* const mode = effective.find("spark.submit.deployMode");
  if (mode != nullptr && mode->value != "client" && mode->value != "cluster") {
    problems.push_back("deploy mode \"" + mode->value + "\" (" + mode->origin +
                       ") is unknown; write client or cluster");
  }
  const SparkConf::Entry* const given = effective.find("spark.master");
  const auto master = parse_master_url(given == nullptr ? "local[*]" : given->value);
  if (!master) {
    problems.push_back(master.error().message + " (" + given->origin + ")");
  } else if (mode != nullptr && mode->value == "cluster") {
    check_cluster_mode(application, *mode, *master, problems);
  } else {
    check_waiting(line, problems);
  }
}

}  // namespace afterglow::submit
