#pragma once

#include <functional>

#include "historyserver/insights/facts.h"

namespace afterglow::history {

// Divides the application's wall time among its parts, and fills in Facts::wall, cores, core_time,
// busy_time, average_cores, most_cores and StageFacts::wall.
//
// Between two moments at which anything changes, executors offer C cores (in tasks that may run at
// once) and R tasks run on them:
//  - without a task: driver_only when no job runs; waiting_for_resources when C is 0; else
//    scheduling.
//  - with tasks, the part R/C of that time is what tasks did, in the proportion of the sums of
//    their stages' metrics: compute is CPU time, gc and shuffle_wait are theirs, scheduling is what
//    comes before and after the run, and io is the rest of the run.
//  - the part (C - R)/C was lost. While a stage still has tasks to launch it is scheduling. Else
//    what stages with fewer tasks than C could never have used is idle, and the rest stragglers.
// More tasks than cores (a log may tell of any) count as R = C. All that is lost or used is charged
// to the stages that ran, so that the parts of all stages and what no stage has to do with add up.
// `reader` is one of the application's time. `visit` is called with each stage that ran, when
// `reader` has just read its tasks.
Result<void> divide_wall_time(StageTaskReader& reader, Facts& facts,
                              const std::function<Result<void>(StageFacts&)>& visit);

}  // namespace afterglow::history
