#pragma once

#include "historyserver/insights/facts.h"
#include "historyserver/model/insights.h"

namespace afterglow::history {

// The model: the driver takes the time that it took; stages wait for the stages that they read
// from; and a stage on C cores takes as long as its tasks, with the durations that they had, need
// on C cores. What the application took longer than the model says (waiting for executors, gaps
// inside jobs) is added to every case.
Scaling scaling_of(const Facts& facts);

}  // namespace afterglow::history
