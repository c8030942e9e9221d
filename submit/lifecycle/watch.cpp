#include "submit/lifecycle/watch.h"

#include <signal.h>

#include <filesystem>

#include "common/base/clock.h"
#include "submit/lifecycle/exit_codes.h"
#include "submit/lifecycle/log_pump.h"
#include "submit/lifecycle/signals.h"

namespace afterglow::submit {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds first_pause{200};
constexpr milliseconds later_pause{1000};
constexpr seconds soon{5};
// How long masters may be away, or deny a driver that they accepted, before that is believed: as
// long as a new leader may take to recover.
constexpr minutes unreachable_patience{5};
constexpr seconds absent_patience{20};

struct Outcome {
  DriverState state;
  const char* name;
  const char* text;
  ExitCode exit_code;
};

constexpr Outcome outcomes[] = {
    {DriverState::finished, "finished", "finished", exit_ok},
    {DriverState::failed, "failed", "failed: its process ended with an error", exit_failed},
    {DriverState::unstartable, "error",
     "ended: the cluster could not start it, or lost the worker that it ran on", exit_unstartable},
    {DriverState::killed, "killed", "was killed", exit_killed},
    {DriverState::absent, "lost",
     "is lost: no master that answers knows it (any more); how it ended is unknown", exit_lost},
};

const Outcome& outcome_of(DriverState state) {
  for (const Outcome& outcome : outcomes) {
    if (outcome.state == state) return outcome;
  }
  return outcomes[std::size(outcomes) - 1];
}

class Watch {
 public:
  Watch(Cluster& cluster, Registry& registry, SubmissionRecord& record, const Reporter& reporter,
        const WatchOptions& options)
      : cluster_(cluster),
        registry_(registry),
        record_(record),
        reporter_(reporter),
        options_(options),
        pump_(cluster, reporter) {}

  int run() {
    for (;;) {
      if (const auto exit_code = look()) return *exit_code;
      const auto waited = Clock::now() - begin_;
      if (options_.timeout && waited >= *options_.timeout) return time_out();
      milliseconds pause = waited < soon ? first_pause : later_pause;
      if (options_.timeout) {
        pause = std::min(pause,
                         duration_cast<milliseconds>(*options_.timeout - waited) + milliseconds(1));
      }
      if (const int signal = signals_.wait(pause)) return interrupted(signal);
    }
  }

 private:
  std::optional<int> look() {
    const auto status = cluster_.status(record_.id);
    if (!status) return not_reached(status.error());
    if (away_since_) {
      reporter_.say("the cluster answers again", "reachable");
      away_since_.reset();
    }
    if (status->state == DriverState::absent) return not_known();
    absent_since_.reset();
    if (options_.logs == Logs::follow) pump_.pump(*status, record_.id);
    return note(*status);
  }

  std::optional<int> note(const DriverStatus& status) {
    const std::string id = record_.id;
    const std::string seen = record_.state + record_.worker;
    if (const auto kept = note_status(status, registry_, record_); !kept) {
      reporter_.say("warning: " + kept.error().message, "warning");
    }
    if (record_.id != id) {
      reporter_.say(id + " was lost with its worker, and goes on as " + record_.id, "relaunched",
                    Json::object().set("id", record_.id).set("before", id));
      pump_.restart();
    } else if (record_.state + record_.worker != seen) {
      say_state();
    }
    if (!is_final(status.state)) return std::nullopt;
    say_outcome(status);
    return outcome_of(status.state).exit_code;
  }

  void say_state() const {
    reporter_.say(
        record_.id + " " + record_.state + (record_.worker.empty() ? "" : " at " + record_.worker),
        "state",
        Json::object()
            .set("id", record_.id)
            .set("state", record_.state)
            .set("worker", record_.worker));
  }

  void say_outcome(const DriverStatus& status) const {
    const Outcome& outcome = outcome_of(status.state);
    const bool good = outcome.exit_code == exit_ok;
    if (!good && options_.logs == Logs::none) {
      show_end_of_logs(cluster_, status, record_.id, reporter_);
    }
    const std::string line =
        record_.id + " " + outcome.text + (status.message.empty() ? "" : "\n") + status.message;
    if (good || reporter_.format() == OutputFormat::json) {
      reporter_.say(line, "outcome",
                    Json::object()
                        .set("id", record_.id)
                        .set("outcome", outcome.name)
                        .set("exitCode", outcome.exit_code)
                        .set("message", status.message));
    } else {
      reporter_.error(line, outcome.exit_code);
    }
  }

  std::optional<int> not_reached(const ClusterError& error) {
    if (error.trouble == Trouble::refused) {
      reporter_.error(error.message, exit_refused);
      return exit_refused;
    }
    if (!away_since_) {
      away_since_ = Clock::now();
      reporter_.say(error.message + "; the driver may go on meanwhile, asking again", "unreachable",
                    Json::object().set("message", error.message));
    }
    if (Clock::now() - *away_since_ < unreachable_patience) return std::nullopt;
    reporter_.error(error.message + "; gave up after " +
                        std::to_string(unreachable_patience.count()) +
                        " minutes, and the driver may go on: afterglow-submit wait " + record_.id,
                    exit_unreachable);
    return exit_unreachable;
  }

  std::optional<int> not_known() {
    if (!absent_since_) absent_since_ = Clock::now();
    if (Clock::now() - *absent_since_ < absent_patience) return std::nullopt;
    DriverStatus lost;
    lost.state = DriverState::absent;
    return note(lost);
  }

  int time_out() {
    const std::string last =
        record_.state.empty() ? "was not heard of" : "goes on (" + record_.state + ")";
    reporter_.error("the time is over, and " + record_.id + " " + last +
                        "; afterglow-submit wait " + record_.id + " waits again",
                    exit_timed_out);
    return exit_timed_out;
  }

  int interrupted(int signal) {
    if (options_.on_interrupt == OnInterrupt::kill && signal != SIGHUP) {
      const auto killed = cluster_.kill(record_.id);
      reporter_.say(killed ? *killed : killed.error().message, "kill");
      if (killed) {
        // A second Ctrl-C leaves at once.
        while (signals_.wait(first_pause) == 0) {
          if (const auto exit_code = look()) return *exit_code;
        }
      }
      return exit_detached;
    }
    reporter_.say("detached; " + record_.id + " goes on. afterglow-submit attach " + record_.id +
                      " attaches again, afterglow-submit kill " + record_.id + " kills it",
                  "detached", Json::object().set("id", record_.id));
    return 128 + signal;
  }

  Cluster& cluster_;
  Registry& registry_;
  SubmissionRecord& record_;
  const Reporter& reporter_;
  const WatchOptions& options_;
  LogPump pump_;
  Signals signals_;
  const Clock::time_point begin_ = Clock::now();
  std::optional<Clock::time_point> away_since_;
  std::optional<Clock::time_point> absent_since_;
};

}  // namespace

Result<void> note_status(const DriverStatus& status, Registry& registry, SubmissionRecord& record) {
  const bool goes_on_elsewhere = !status.successor.empty();
  const bool is_new = goes_on_elsewhere || status.word != record.state ||
                      (!status.place.empty() && status.place != record.worker) ||
                      (is_final(status.state) && record.outcome.empty());
  if (!is_new) return {};
  if (goes_on_elsewhere) record.id = status.successor;
  if (!status.word.empty()) record.state = status.word;
  // A driver that has ended is on no worker any more, but its log is.
  if (!status.place.empty()) record.worker = status.place;
  if (!status.worker_id.empty()) record.worker_id = status.worker_id;
  if (is_final(status.state)) {
    record.outcome = outcome_of(status.state).name;
    record.message = status.message;
    record.ended_ms = now_ms();
    std::error_code ignored;
    if (!record.staged.empty()) std::filesystem::remove_all(record.staged, ignored);
    record.staged.clear();
  }
  return registry.update(record);
}

int exit_code_of(const std::string& outcome) {
  for (const Outcome& row : outcomes) {
    if (outcome == row.name) return row.exit_code;
  }
  return exit_lost;
}

int watch(Cluster& cluster, Registry& registry, SubmissionRecord& record, const Reporter& reporter,
          const WatchOptions& options) {
  return Watch(cluster, registry, record, reporter, options).run();
}

}  // namespace afterglow::submit
