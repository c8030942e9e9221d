#pragma once

#include "submit/launch/launcher.h"

namespace afterglow::submit {

// Cluster mode on a standalone cluster, for --dry-run and --check. It has no launch(): what there
// is to do around a submission to a cluster is the same for every kind of cluster, in lifecycle/.
extern const Launcher standalone_launcher;

}  // namespace afterglow::submit
