#pragma once

#include "historyserver/api/api_context.h"
#include "historyserver/api/route_table.h"

namespace afterglow::history {

// Which tasks of the stage attempt that `path` names a request is about, by the parameters status,
// executor, host, speculative, task, q, failure, launchFrom, launchTo, durationFrom, durationTo,
// aliveFrom and aliveTo. 400 for a value that none of them takes.
Parsed<TaskQuery> task_filter(const OpenAttempt& attempt, const Request& request,
                              const PathArguments& path);

// A parameter that is a whole number; absent or empty: nothing.
Parsed<std::optional<std::int64_t>> number_parameter(const Request& request,
                                                     const std::string& name);

}  // namespace afterglow::history
