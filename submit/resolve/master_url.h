#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::submit {

enum class MasterKind { local, local_cluster, standalone, yarn, kubernetes, mesos };

// What stands behind --master. Only the local forms are looked at more closely: "local",
// "local[N]", "local[*]", "local[N,F]" and "local[*,F]", N threads and F failures of a task.
struct MasterUrl {
  MasterKind kind;
  std::string text;
};

Result<MasterUrl> parse_master_url(std::string_view text);

// "YARN", "a standalone cluster" ... for messages.
std::string_view describe(MasterKind kind);

}  // namespace afterglow::submit
