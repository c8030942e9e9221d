#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/model/finding.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/model/wall_part.h"

// All that is said about one application attempt beyond what its log says. Moments are ms since
// 1970, durations ms.
namespace afterglow::history {

// A part of the chain of things of which each had to wait for the one before: shortening any of
// them shortens the application, until another chain is the longest.
struct PathStep {
  enum class Kind : std::uint8_t { driver, stage, gap };
  Kind kind = Kind::driver;  // gap: a job ran, but none of its stages
  std::int64_t start = 0;
  std::int64_t end = 0;
  StageKey stage = {};       // of a stage
  std::int64_t job_id = -1;  // of a stage and a gap; -1: none
  std::optional<std::int64_t> query_id = {};

  double duration() const { return static_cast<double>(end - start); }
};
inline constexpr std::array<std::string_view, 3> kPathStepNames = {"driver", "stage", "gap"};

// The application with another number of executors.
struct WhatIf {
  double factor = 1;  // times the cores that there were; 0: as many as could be used
  double cores = 0;
  double wall_ms = 0;
  double core_ms = 0;  // that executors would hold
};

// What more, fewer or better used cores would change, by the model of insights/what_if.h.
struct Scaling {
  bool is_known = false;      // false: nothing ran, or the log does not say on how many cores
  double modelled_ms = 0;     // what the model says of the cores that there were
  double error = 0;           // (modelled - real) / real
  double driver_ms = 0;       // that no number of executors shortens
  double critical_ms = 0;     // with any number of cores: the longest chain of longest tasks
  double ideal_ms = 0;        // with the same cores, all of them always in use while a job runs
  std::vector<WhatIf> cases;  // half, double and unlimited executors
};

// A stage attempt's share of the application's wall time.
struct StageWall {
  StageKey stage;
  WallTimes wall;
};

struct Insights {
  std::string verdict;            // one sentence or two
  std::vector<Finding> findings;  // those that would save most first
  WallTimes wall;                 // adds up to the application's duration
  WallTimes cores;                // ms of cores that executors held meanwhile
  double average_cores = 0;       // while there were any; 0: the log tells of none
  double busy_time = 0;           // ms of cores on which a task was
  std::vector<StageWall> stages;  // those with a share of a ms and more, by id
  // From the application's start to its end without a hole, in order.
  std::vector<PathStep> critical_path;
  Scaling scaling;

  // Of everything that would be saved; findings may speak of the same time, so no sum.
  double core_time() const { return cores.sum(); }
};

}  // namespace afterglow::history
