#include "historyserver/store/json_text.h"

#include <nlohmann/json.hpp>

namespace afterglow::history {
namespace {

using Json = nlohmann::json;

// Event logs may carry broken UTF-8; it is replaced, never an exception.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parse(std::string_view text) {
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

Json optional_text(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

std::optional<std::string> optional_text(const Json& json) {
  if (!json.is_string()) return {};
  return json.get<std::string>();
}

template <typename Value>
void assign_if_valid(std::string_view text, Value& value) {
  value.clear();
  if (text == "{}") return;
  const Json json = parse(text);
  if (json.is_discarded()) return;
  try {
    json.get_to(value);
  } catch (const Json::exception&) {
    value.clear();
  }
}

}  // namespace

std::string to_json_text(const StringMap& value) {
  return dump(value);
}
std::string to_json_text(const CountMap& value) {
  return dump(value);
}
std::string to_json_text(const IntegerList& value) {
  std::string text = "[";
  for (const std::int64_t number : value) {
    if (text.size() > 1) text += ',';
    text += std::to_string(number);
  }
  return text + ']';
}
std::string to_json_text(const TextList& value) {
  return dump(value);
}

std::string to_json_text(const ExecutorResources& value) {
  Json json = Json::object();
  for (const auto& [name, resource] : value) json[name] = resource.addresses;
  return dump(json);
}

std::string to_json_text(const ExecutorMetricPeaks& value) {
  // There are several of each stage, of names and numbers only.
  std::string text;
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    text += i == 0 ? "{\"" : ",\"";
    text += kExecutorMetricNames[i];
    text += "\":";
    text += std::to_string(value[i]);
  }
  return text + '}';
}

std::string to_json_text(const Accumulables& value) {
  Json json = Json::array();
  for (const AccumulableValue& accumulable : value) {
    json.push_back(
        Json::array({accumulable.id, optional_text(accumulable.name),
                     optional_text(accumulable.update), optional_text(accumulable.value)}));
  }
  return dump(json);
}

void from_json_text(std::string_view text, ExecutorResources& value) {
  std::map<std::string, std::vector<std::string>> addresses;
  assign_if_valid(text, addresses);
  value.clear();
  for (auto& [name, list] : addresses) value[name] = {name, std::move(list)};
}

void from_json_text(std::string_view text, Accumulables& value) {
  value.clear();
  if (text == "[]") return;
  const Json json = parse(text);
  if (!json.is_array()) return;
  for (const Json& entry : json) {
    if (!entry.is_array() || entry.size() != 4 || !entry[0].is_number_integer()) continue;
    value.push_back({entry[0].get<std::int64_t>(), optional_text(entry[1]), optional_text(entry[2]),
                     optional_text(entry[3])});
  }
}

// From here on an array of texts and numbers stands for each entry.
std::string to_json_text(const ExecutorResourceRequests& value) {
  Json json = Json::object();
  for (const auto& [key, request] : value) {
    json[key] =
        Json::array({request.name, request.amount, request.discovery_script, request.vendor});
  }
  return dump(json);
}

std::string to_json_text(const TaskResourceRequests& value) {
  Json json = Json::object();
  for (const auto& [key, request] : value) json[key] = Json::array({request.name, request.amount});
  return dump(json);
}

std::string valid_json_text(std::string text) {
  return Json::accept(text) ? std::move(text) : "null";
}

}  // namespace afterglow::history
