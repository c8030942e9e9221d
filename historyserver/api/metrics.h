#pragma once

#include "historyserver/api/api_context.h"

namespace afterglow::history {

// /metrics in Prometheus' text format, version 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/). No label has a value that a log
// can choose, so the number of series is bounded.
Response server_metrics(const ApiContext& context);

}  // namespace afterglow::history
