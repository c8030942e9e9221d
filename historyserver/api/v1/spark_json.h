#pragma once

#include "historyserver/api/json_writer.h"
#include "historyserver/model/executor_metric.h"
#include "historyserver/model/string_map.h"
#include "historyserver/store/json_text.h"

// JSON shapes that several of Spark's resources share. Each writes one value.
namespace afterglow::history {

void write_value(JsonWriter& json, const StringMap& map);
void write_value(JsonWriter& json, const CountMap& map);
void write_value(JsonWriter& json, const IntegerList& list);
void write_value(JsonWriter& json, const TextList& list);
void write_value(JsonWriter& json, const std::vector<double>& list);
void write_value(JsonWriter& json, const Accumulables& accumulables);
void write_value(JsonWriter& json, const ExecutorMetricPeaks& peaks);

template <typename Value>
void write_field(JsonWriter& json, std::string_view name, const Value& value) {
  json.key(name);
  write_value(json, value);
}

}  // namespace afterglow::history
