#include "submit/launch/launchers.h"

#include "submit/launch/client/client_launcher.h"
#include "submit/launch/standalone/standalone_launcher.h"

namespace afterglow::submit {
namespace {

struct Row {
  MasterKind kind;
  DeployMode mode;
  const Launcher* launcher;
};

constexpr Row launchers[] = {
    {MasterKind::local, DeployMode::client, &client_launcher},
    {MasterKind::local_cluster, DeployMode::client, &client_launcher},
    {MasterKind::standalone, DeployMode::client, &client_launcher},
    {MasterKind::standalone, DeployMode::cluster, &standalone_launcher},
};

}  // namespace

const Launcher* find_launcher(const SubmissionPlan& plan) {
  for (const Row& row : launchers) {
    if (row.kind == plan.master.kind && row.mode == plan.deploy_mode) return row.launcher;
  }
  return nullptr;
}

}  // namespace afterglow::submit
