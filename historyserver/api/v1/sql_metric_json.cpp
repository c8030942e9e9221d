#include "historyserver/api/v1/sql_metric_json.h"

namespace afterglow::history {
namespace {

const char* unit_of(std::string_view metric_type) {
  if (metric_type == "sum" || metric_type == "average") return "count";
  if (metric_type == "size" || metric_type == kPythonSqlMetric) return "bytes";
  if (metric_type == "timing") return "ms";
  if (metric_type == "nsTiming") return "ns";
  return "unknown";
}

}  // namespace

void write_numbers(JsonWriter& json, std::string_view metric_type,
                   const SqlMetricAggregate& values) {
  const bool is_average = metric_type == "average";
  const auto write = [&](const char* name, std::int64_t value) {
    // Averages are kept ten times as large.
    is_average ? json.field(name, static_cast<double>(value) / 10) : json.field(name, value);
  };
  const bool has_several = values.count > 1;
  json.field("metricType", metric_type).field("unit", unit_of(metric_type));
  if (!is_average || !has_several) write("total", values.sum);
  if (!has_several) return;
  write("min", values.min);
  write("median", values.median);
  write("max", values.max);
  if (!values.max_task) return;
  json.field("maxStageId", values.max_task->stage.stage_id)
      .field("maxStageAttemptId", values.max_task->stage.attempt)
      .field("maxTaskId", values.max_task->task_id);
}

}  // namespace afterglow::history
