#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/model/executor_metric.h"
#include "historyserver/model/resource_profile.h"
#include "historyserver/model/string_map.h"

// Small structures that are kept as JSON text in one column, so that SQL's json functions can read
// them. The readers take only what the writers make; anything else reads as empty.
namespace afterglow::history {

// An accumulator that users see; texts are null when absent.
struct AccumulableValue {
  std::int64_t id = 0;
  std::optional<std::string> name;
  std::optional<std::string> update;
  std::optional<std::string> value;
};
using Accumulables = std::vector<AccumulableValue>;
using CountMap = std::map<std::string, std::int64_t>;
using IntegerList = std::vector<std::int64_t>;
using TextList = std::vector<std::string>;

std::string to_json_text(const StringMap& value);            // {"k":"v"}
std::string to_json_text(const CountMap& value);             // {"k":1}
std::string to_json_text(const IntegerList& value);          // [1,2]
std::string to_json_text(const TextList& value);             // ["a"]
std::string to_json_text(const ExecutorResources& value);    // {"gpu":["0","1"]}
std::string to_json_text(const ExecutorMetricPeaks& value);  // {"JVMHeapMemory":1,...}
std::string to_json_text(const Accumulables& value);         // [[id,"name","update","value"],...]

std::string to_json_text(const ExecutorResourceRequests& value);  // {"gpu":["gpu",1,"s","v"]}
std::string to_json_text(const TaskResourceRequests& value);      // {"gpu":["gpu",0.5]}

void from_json_text(std::string_view text, StringMap& value);
void from_json_text(std::string_view text, CountMap& value);
void from_json_text(std::string_view text, IntegerList& value);
void from_json_text(std::string_view text, TextList& value);
void from_json_text(std::string_view text, ExecutorResources& value);
void from_json_text(std::string_view text, ExecutorMetricPeaks& value);
void from_json_text(std::string_view text, Accumulables& value);
void from_json_text(std::string_view text, ExecutorResourceRequests& value);
void from_json_text(std::string_view text, TaskResourceRequests& value);

// The text itself when it is valid JSON, else "null".
std::string valid_json_text(std::string text);

}  // namespace afterglow::history
