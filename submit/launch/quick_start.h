#pragma once

#include <string>
#include <vector>

#include "submit/launch/spark_home.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

// JVM options with which a driver starts sooner and then runs as fast. They belong before the
// user's own options, which then count.
//
// HotSpot's optimizing compiler takes on a method or a loop after twelve times as many rounds as
// usual (Tier4*Threshold of https://github.com/openjdk/jdk17u,
// share/compiler/compiler_globals.hpp). While a driver starts, that compiler takes a fifth of the
// processor time away from it, for code of which most runs a few times more; a loop that lasts gets
// there some milliseconds later.
//
// Garbage is not collected for the sake of classes before there are 192 MB of them (MetaspaceSize
// of share/gc/shared/gc_globals.hpp; 21 MB as it comes): a driver loads 60 to 130 MB of classes
// that it keeps, and two to four such collections find nothing, but make the heap smaller.
//
// Empty with afterglow.submit.quickStart.enabled=false, and for a Spark whose module options do not
// make a JVM pass over what it does not know.
std::vector<std::string> quick_start(const SubmissionPlan& plan, const SparkVersion& spark);

}  // namespace afterglow::submit
