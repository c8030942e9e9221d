#include "submit/launch/launchers.h"

#include "submit/launch/local/local_launcher.h"

namespace afterglow::submit {
namespace {

struct Row {
  MasterKind kind;
  Launcher launcher;
};

constexpr Row launchers[] = {
    {MasterKind::local, &launch_local},
};

}  // namespace

Launcher find_launcher(MasterKind kind) {
  for (const Row& row : launchers) {
    if (row.kind == kind) return row.launcher;
  }
  return nullptr;
}

}  // namespace afterglow::submit
