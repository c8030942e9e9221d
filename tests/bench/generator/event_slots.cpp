#include "tests/bench/generator/event_slots.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace afterglow::bench {
namespace {

constexpr std::array<std::pair<std::string_view, SlotKind>, 19> kKeys = {{
    {"Stage ID", SlotKind::stage},
    {"Stage IDs", SlotKind::stage},
    {"Job ID", SlotKind::job},
    {"executionId", SlotKind::execution},
    {"rootExecutionId", SlotKind::execution},
    {"spark.sql.execution.id", SlotKind::execution},
    {"spark.sql.execution.root.id", SlotKind::execution},
    {"RDD ID", SlotKind::rdd},
    {"accumulatorId", SlotKind::accumulator},
    {"Number of Tasks", SlotKind::tasks},
    {"Number of Partitions", SlotKind::tasks},
    {"Completion Time", SlotKind::now},
    {"time", SlotKind::now},
    {"Submission Time", SlotKind::submitted},
    {"Task ID", SlotKind::task_id},
    {"Index", SlotKind::task_index},
    {"Partition ID", SlotKind::task_index},
    {"Launch Time", SlotKind::launch},
    {"Finish Time", SlotKind::finish},
}};

using Visit = std::function<void(SlotKind, Json&)>;

void visit_key(const std::string& key, Json& value, bool in_rdd, bool in_accumulable,
               const Visit& visit);

void visit_values(Json& node, const Visit& visit) {
  if (node.is_array()) {
    for (Json& one : node) visit_values(one, visit);
  }
  if (!node.is_object()) return;
  const bool in_rdd = node.contains("RDD ID");
  const bool in_accumulable = node.contains("Count Failed Values");
  for (auto& [key, value] : node.items()) visit_key(key, value, in_rdd, in_accumulable, visit);
}

void visit_key(const std::string& key, Json& value, bool in_rdd, bool in_accumulable,
               const Visit& visit) {
  const auto found = std::ranges::find(kKeys, std::string_view(key),
                                       &std::pair<std::string_view, SlotKind>::first);
  if (found != kKeys.end()) {
    if (!value.is_array()) return visit(found->second, value);
    for (Json& one : value) visit(found->second, one);
  } else if (key == "Parent IDs") {
    for (Json& one : value) visit(in_rdd ? SlotKind::rdd : SlotKind::stage, one);
  } else if (key == "ID" && in_accumulable) {
    visit(SlotKind::accumulator, value);
  } else if (key == "accumUpdates") {
    for (Json& pair : value) visit(SlotKind::accumulator, pair[0]);
  } else {
    visit_values(value, visit);
  }
}

std::int64_t number_in(const Json& value) {
  return value.is_string() ? std::stoll(value.get_ref<const std::string&>())
                           : value.get<std::int64_t>();
}

// A slot of the same JSON type as what was there.
void replace(Json& value, SlotKind kind, std::int64_t index = 0, const Metric& metric = {}) {
  value =
      value.is_string() ? Json(text_slot(kind, index, metric)) : number_slot(kind, index, metric);
}

// "...-execution-root-id-7": a tag that names the execution.
void replace_tag(Json& value, const IdRanges& ids) {
  if (value.is_array()) {
    for (Json& one : value) replace_tag(one, ids);
  }
  if (!value.is_string()) return;
  constexpr std::string_view kName = "execution-root-id-";
  std::string text = value.get<std::string>();
  const auto at = text.find(kName);
  if (at == text.npos) return;
  const auto number = at + kName.size();
  const auto end = std::min(text.find_first_not_of("0123456789", number), text.size());
  const auto id = std::stoll(text.substr(number, end - number));
  constexpr auto kExecution = static_cast<std::size_t>(SlotKind::execution);
  text.replace(number, end - number, text_slot(SlotKind::execution, id - ids.first[kExecution]));
  value = text;
}

// Queries have a UUID each: the last digits tell them apart.
void replace_query(Json& value) {
  if (!value.is_string()) return;
  const std::string id = value.get<std::string>();
  constexpr std::int64_t kTwelveDigits = 100'000'000'000;
  value = id.substr(0, id.size() - 12) + text_slot(SlotKind::execution, kTwelveDigits);
}

void put_property_slots(Json& properties, const IdRanges& ids) {
  for (auto& [key, value] : properties.items()) {
    if (key == "spark.job.tags") replace_tag(value, ids);
    if (key == "spark.sql.execution.query.id") replace_query(value);
    if (key == "spark.app.id") replace(value, SlotKind::application);
  }
}

using VisitMetric = std::function<void(const std::string& name, Json& value)>;

void visit_leaves(const std::string& path, Json& node, const VisitMetric& visit) {
  if (node.is_number()) return visit(path, node);
  if (!node.is_object()) return;
  for (auto& [key, value] : node.items()) visit_leaves(path + "/" + key, value, visit);
}

void visit_metrics(Json& task_end, const VisitMetric& visit) {
  for (const char* part : {"Task Metrics", "Task Executor Metrics"}) {
    visit_leaves(part, task_end.at(part), visit);
  }
}

Json& accumulables_of(Json& task_end) {
  return task_end.at("Task Info").at("Accumulables");
}

std::string accumulator_name(const Json& accumulable) {
  return "accumulator " + std::to_string(accumulable.at("ID").get<std::int64_t>());
}

constexpr auto kAccumulator = static_cast<std::size_t>(SlotKind::accumulator);

}  // namespace

IdRanges::IdRanges() {
  first.fill(std::numeric_limits<std::int64_t>::max());
  last.fill(-1);
}

void IdRanges::add(Json& event) {
  visit_values(event, [this](SlotKind kind, Json& value) {
    const auto index = static_cast<std::size_t>(kind);
    if (index >= kIdKinds) return;
    first[index] = std::min(first[index], number_in(value));
    last[index] = std::max(last[index], number_in(value));
  });
}

void StageMetrics::add(Json& task_end) {
  ++tasks_;
  const auto note = [this](const std::string& name, const Json& value) {
    Range& range = ranges_[name];
    const std::int64_t number = number_in(value);
    range.low = range.tasks == 0 ? number : std::min(range.low, number);
    range.high = std::max(range.high, number);
    ++range.tasks;
  };
  visit_metrics(task_end, note);
  for (Json& one : accumulables_of(task_end)) note(accumulator_name(one), one.at("Update"));
}

// An accumulable that is not there stands for 0.
Metric StageMetrics::metric(const std::string& name, const Json& value) const {
  const Range& range = ranges_.at(name);
  return {number_in(value), range.tasks < tasks_ ? 0 : range.low, range.high};
}

void StageMetrics::put_slots(Json& task_end, const IdRanges& ids) const {
  visit_metrics(task_end, [this](const std::string& name, Json& value) {
    const Metric made = metric(name, value);
    if (made.low != made.high) replace(value, SlotKind::metric, 0, made);
  });
  for (Json& one : accumulables_of(task_end)) {
    const Metric made = metric(accumulator_name(one), one.at("Update"));
    if (made.high == 0) continue;
    const std::int64_t index = one.at("ID").get<std::int64_t>() - ids.first[kAccumulator];
    replace(one.at("Update"), SlotKind::update, index, made);
    replace(one.at("Value"), SlotKind::total, index);
  }
}

void StageMetrics::put_totals(Json& stage_completed, const IdRanges& ids) const {
  for (Json& one : stage_completed.at("Stage Info").at("Accumulables")) {
    const auto range = ranges_.find(accumulator_name(one));
    if (range == ranges_.end() || range->second.high == 0) continue;
    const std::int64_t index = one.at("ID").get<std::int64_t>() - ids.first[kAccumulator];
    replace(one.at("Value"), SlotKind::total, index);
  }
}

Metric StageMetrics::of(Json& task_end, const std::string& name) const {
  Metric found;
  visit_metrics(task_end, [&](const std::string& each, Json& value) {
    if (each == name) found = metric(each, value);
  });
  return found;
}

void put_slots(Json& event, const IdRanges& ids) {
  visit_values(event, [&](SlotKind kind, Json& value) {
    const auto index = static_cast<std::size_t>(kind);
    if (kind == SlotKind::finish && value == 0) return;  // a task that starts
    replace(value, kind, index < kIdKinds ? number_in(value) - ids.first[index] : 0);
  });
  if (event.contains("jobTags")) replace_tag(event["jobTags"], ids);
  if (event.contains("queryId")) replace_query(event["queryId"]);
  if (event.contains("Properties")) put_property_slots(event["Properties"], ids);
  if (event.contains("Task Info")) put_executor_slots(event["Task Info"]);
  if (event.contains("Executor ID") && event["Executor ID"] != "driver") put_executor_slots(event);
}

void put_application_slots(Json& event) {
  if (event.contains("Timestamp")) replace(event["Timestamp"], SlotKind::now);
  if (event.contains("App ID")) replace(event["App ID"], SlotKind::application);
  if (!event.contains("Spark Properties")) return;
  Json& properties = event["Spark Properties"];
  if (properties.contains("spark.app.id")) {
    replace(properties["spark.app.id"], SlotKind::application);
  }
  for (const char* key : {"spark.app.startTime", "spark.app.submitTime"}) {
    if (properties.contains(key)) replace(properties[key], SlotKind::now);
  }
}

void put_executor_slots(Json& event) {
  for (const char* key : {"Timestamp", "Registration Time", "Request Time"}) {
    if (event.contains(key)) replace(event[key], SlotKind::now);
  }
  if (event.contains("Executor ID")) event["Executor ID"] = text_slot(SlotKind::executor);
  if (event.contains("Host")) event["Host"] = "worker-" + text_slot(SlotKind::host);
  for (const char* key : {"Executor Info", "Block Manager ID"}) {
    if (event.contains(key)) put_executor_slots(event[key]);
  }
}

}  // namespace afterglow::bench
