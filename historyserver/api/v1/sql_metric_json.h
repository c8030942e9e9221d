#pragma once

#include <string_view>

#include "historyserver/api/json_writer.h"
#include "historyserver/model/sql_metric_text.h"

namespace afterglow::history {

// The numbers behind a metric's text, as members of its object. metricType: Spark's word; unit: ms,
// ns, bytes, count, or unknown where only a data source knows it; total; and of several values min,
// median, max and where the maximum was: maxStageId, maxStageAttemptId, maxTaskId, all absent when
// it was the driver. Averages have no total of several.
void write_numbers(JsonWriter& json, std::string_view metric_type,
                   const SqlMetricAggregate& values);

}  // namespace afterglow::history
