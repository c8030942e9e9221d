#pragma once

#include <chrono>
#include <optional>

#include "submit/launch/cluster.h"
#include "submit/lifecycle/registry.h"
#include "submit/lifecycle/reporter.h"

namespace afterglow::submit {

enum class OnInterrupt { detach, kill };
enum class Logs { none, follow };

struct WatchOptions {
  std::optional<std::chrono::milliseconds> timeout;
  OnInterrupt on_interrupt = OnInterrupt::detach;
  Logs logs = Logs::none;
};

// Waits for the end of a driver, says each change of its state once, and remembers it. The exit
// code is the driver's real outcome (exit_codes.h). A cluster that cannot be reached for a while
// is asked again: only after minutes is that the outcome.
int watch(Cluster& cluster, Registry& registry, SubmissionRecord& record, const Reporter& reporter,
          const WatchOptions& options);

// Puts what was seen into the record, and remembers it when it is new; a folder of staged files
// goes with the driver's end.
Result<void> note_status(const DriverStatus& status, Registry& registry, SubmissionRecord& record);

// Of an outcome that is remembered.
int exit_code_of(const std::string& outcome);

}  // namespace afterglow::submit
