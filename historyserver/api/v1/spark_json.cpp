#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

template <typename Map>
void write_map(JsonWriter& json, const Map& map) {
  json.begin_object();
  for (const auto& [name, content] : map) json.field(name, content);
  json.end_object();
}

template <typename List>
void write_list(JsonWriter& json, const List& list) {
  json.begin_array();
  for (const auto& element : list) json.value(element);
  json.end_array();
}

}  // namespace

void write_value(JsonWriter& json, const StringMap& map) {
  write_map(json, map);
}
void write_value(JsonWriter& json, const CountMap& map) {
  write_map(json, map);
}
void write_value(JsonWriter& json, const IntegerList& list) {
  write_list(json, list);
}
void write_value(JsonWriter& json, const TextList& list) {
  write_list(json, list);
}
void write_value(JsonWriter& json, const std::vector<double>& list) {
  write_list(json, list);
}

void write_value(JsonWriter& json, const Accumulables& accumulables) {
  json.begin_array();
  for (const AccumulableValue& accumulable : accumulables) {
    json.begin_object()
        .field("id", accumulable.id)
        .field("name", accumulable.name)
        .field("update", accumulable.update)
        .field("value", accumulable.value)
        .end_object();
  }
  json.end_array();
}

void write_value(JsonWriter& json, const ExecutorMetricPeaks& peaks) {
  json.begin_object();
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    json.field(kExecutorMetricNames[i], peaks[i]);
  }
  json.end_object();
}

}  // namespace afterglow::history
