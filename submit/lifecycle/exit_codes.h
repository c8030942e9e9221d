#pragma once

namespace afterglow::submit {

// What afterglow-submit ends with in cluster mode; docs/submit.md tells what each means.
enum ExitCode : int {
  exit_ok = 0,
  exit_error = 1,         // the command line, a file or the machine does not allow it
  exit_failed = 10,       // the driver ended with an error
  exit_unstartable = 11,  // the cluster could not start the driver, or lost its worker
  exit_killed = 12,
  exit_lost = 13,  // the cluster does not know the driver any more
  exit_refused = 14,
  exit_timed_out = 15,  // the driver goes on
  exit_unreachable = 16,
  exit_uncertain = 17,  // it may have been accepted
  exit_detached = 130,  // Ctrl-C, as shells have it; the driver goes on
};

}  // namespace afterglow::submit
