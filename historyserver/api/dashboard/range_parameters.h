#pragma once

#include "historyserver/api/api_context.h"
#include "historyserver/api/query_params.h"
#include "historyserver/store/timeline_store.h"

namespace afterglow::history {

// From the application's start to its end, or as far as its log tells.
SpanRange whole_range(const OpenAttempt& attempt);

// The parameters `from` and `to`, in ms since 1970, of the whole range where they are absent. 400
// where they are no times.
Parsed<SpanRange> range_parameters(const Request& request, const SpanRange& whole);

}  // namespace afterglow::history
