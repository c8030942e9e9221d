#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "common/base/environment.h"
#include "submit/lifecycle/reporter.h"
#include "submit/lifecycle/watch.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

enum class Waiting { no, until_end };

struct ClusterOptions {
  Waiting waiting = Waiting::until_end;
  WatchOptions watch;
  std::string idempotency_key;
  std::string spark_version;  // of this machine; empty: there is none
};

// Submits an application in cluster mode: makes its files readable, remembers it, sends it, and
// waits. The exit code (exit_codes.h).
int submit_to_cluster(const SubmissionPlan& plan, const Environment& environment,
                      const Reporter& reporter, const ClusterOptions& options);

}  // namespace afterglow::submit
