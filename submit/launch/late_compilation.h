#pragma once

#include <string>
#include <vector>

#include "submit/launch/spark_home.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

// JVM options by which HotSpot's optimizing compiler takes on a method or a loop after twelve times
// as many rounds as usual (Tier4*Threshold of https://github.com/openjdk/jdk17u, share/compiler/
// compiler_globals.hpp). While a driver starts, that compiler takes a fifth of the processor time
// away from it, for code of which most runs a few times more; a loop that lasts gets there some
// milliseconds later. They belong before the user's own options, which then count.
//
// Empty with afterglow.submit.lateCompilation.enabled=false, and for a Spark whose module options
// do not make a JVM pass over what it does not know.
std::vector<std::string> late_compilation(const SubmissionPlan& plan, const SparkVersion& spark);

}  // namespace afterglow::submit
