#include "submit/launch/launchers.h"

#include "submit/launch/client/client_launcher.h"
#include "submit/launch/standalone/standalone_check.h"
#include "submit/launch/standalone/standalone_launcher.h"

namespace afterglow::submit {
namespace {

void check_client_of_standalone(const SubmissionPlan& plan, const Surroundings& surroundings,
                                Problems& problems) {
  client_launcher.check(plan, surroundings, problems);
  check_standalone_client(plan, surroundings, problems);
}

const Launcher client_of_standalone = {client_launcher.launch, client_launcher.preview,
                                       &check_client_of_standalone};

struct LauncherRow {
  MasterKind kind;
  DeployMode mode;
  const Launcher* launcher;
};

constexpr LauncherRow launchers[] = {
    {MasterKind::local, DeployMode::client, &client_launcher},
    {MasterKind::local_cluster, DeployMode::client, &client_launcher},
    {MasterKind::standalone, DeployMode::client, &client_of_standalone},
    {MasterKind::standalone, DeployMode::cluster, &standalone_launcher},
};

}  // namespace

const Launcher* find_launcher(const SubmissionPlan& plan) {
  for (const LauncherRow& row : launchers) {
    if (row.kind == plan.master.kind && row.mode == plan.deploy_mode) return row.launcher;
  }
  return nullptr;
}

}  // namespace afterglow::submit
