#pragma once

#include "submit/launch/launcher.h"
#include "submit/resolve/master_url.h"

namespace afterglow::submit {

// Null for a kind of master that is not built yet.
Launcher find_launcher(MasterKind kind);

}  // namespace afterglow::submit
