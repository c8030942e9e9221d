#pragma once

#include "historyserver/insights/facts.h"
#include "historyserver/model/finding.h"

namespace afterglow::history {

// How a stage comes to have `tasks` tasks instead of those that it had: the setting that decides
// where a setting does, else what the code has to ask for.
FindingAdvice partition_advice(const Facts& facts, const StageFacts& stage, double tasks);

// A setting's value in its usual form: "96m" of so many bytes, at least 1 MiB.
std::string mebibytes_value(double bytes);
// What heap executors (the driver, where tasks run in it) have, `times` as much; up to whole GiB
// where it is that much.
FindingAdvice memory_advice(const Facts& facts, std::string text, double times);
// What one task may use of it for execution, in bytes, by Spark's unified memory.
double execution_memory_of_task(const Facts& facts);

}  // namespace afterglow::history
