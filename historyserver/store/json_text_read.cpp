#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "historyserver/store/json_text.h"

// What most rows have: flat lists and maps. They are read far more often than they are written.
namespace afterglow::history {
namespace {

namespace ondemand = simdjson::ondemand;

// A document of simdjson's, which needs some readable bytes behind the text.
class Document {
 public:
  explicit Document(std::string_view text) {
    thread_local ondemand::parser parser;
    thread_local std::string padded;
    padded.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    padded = text;
#if SIMDJSON_DEVELOPMENT_CHECKS
    [[maybe_unused]] const auto allocated = parser.allocate(padded.capacity());
#endif
    is_open_ = parser.iterate(padded.data(), padded.size(), padded.capacity()).get(document_) ==
               simdjson::SUCCESS;
  }

  // False when it is not an object of such values only; `take(key, value)`.
  template <typename Value, typename Take>
  bool each_member(Take&& take) {
    ondemand::object object;
    if (!is_open_ || document_.get_object().get(object) != simdjson::SUCCESS) return false;
    for (auto field : object) {
      std::string_view key;
      Value value{};
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
      if (field.value().get(value) != simdjson::SUCCESS) return false;
      take(key, value);
    }
    return true;
  }

  template <typename Value, typename Take>
  bool each_element(Take&& take) {
    ondemand::array array;
    if (!is_open_ || document_.get_array().get(array) != simdjson::SUCCESS) return false;
    for (auto element : array) {
      Value value{};
      if (element.get(value) != simdjson::SUCCESS) return false;
      take(value);
    }
    return true;
  }

 private:
  ondemand::document document_;
  bool is_open_ = false;
};

template <typename Value, typename Map>
void read_map(std::string_view text, Map& map) {
  map.clear();
  if (text == "{}") return;
  // It was written in the order of a map.
  const bool is_one = Document(text).each_member<Value>([&](std::string_view key, Value value) {
    map.insert_or_assign(map.end(), std::string(key), typename Map::mapped_type(value));
  });
  if (!is_one) map.clear();
}

// The elements of an array, of types of their own; false when it does not have exactly these.
template <typename... Values>
bool read_tuple(ondemand::array array, Values&... values) {
  auto next = array.begin();
  if (next.error() != simdjson::SUCCESS) return false;
  auto element = next.value_unsafe();
  const auto end = array.end().value_unsafe();
  const auto read = [&](auto& value) {
    if (element == end || (*element).get(value) != simdjson::SUCCESS) return false;
    ++element;
    return true;
  };
  return (read(values) && ...) && element == end;
}

// A map to such arrays; `read(array, value)` is false for what is none.
template <typename Map, typename Read>
void read_tuples(std::string_view text, Map& map, Read read) {
  map.clear();
  bool are_tuples = true;
  const bool is_one = Document(text).each_member<ondemand::array>(
      [&](std::string_view key, const ondemand::array& array) {
        are_tuples = are_tuples && read(array, map[std::string(key)]);
      });
  if (!is_one || !are_tuples) map.clear();
}

}  // namespace

void from_json_text(std::string_view text, StringMap& value) {
  read_map<std::string_view>(text, value);
}
void from_json_text(std::string_view text, CountMap& value) {
  read_map<std::int64_t>(text, value);
}
void from_json_text(std::string_view text, TextList& value) {
  value.clear();
  if (text == "[]") return;
  const bool is_one = Document(text).each_element<std::string_view>(
      [&](std::string_view element) { value.emplace_back(element); });
  if (!is_one) value.clear();
}

// By hand: each stage and job has several, most of them with one or two numbers.
void from_json_text(std::string_view text, IntegerList& value) {
  value.clear();
  if (text == "[]" || !text.starts_with('[')) return;
  const char* const end = text.data() + text.size();
  for (const char* next = text.data(); next != end && (*next == '[' || *next == ',');) {
    const auto [stop, error] = std::from_chars(next + 1, end, value.emplace_back());
    if (error != std::errc()) break;
    if (stop + 1 == end && *stop == ']') return;
    next = stop;
  }
  value.clear();
}

void from_json_text(std::string_view text, ExecutorResourceRequests& value) {
  read_tuples(text, value, [](const ondemand::array& array, ExecutorResourceRequest& request) {
    std::string_view name;
    std::string_view script;
    std::string_view vendor;
    if (!read_tuple(array, name, request.amount, script, vendor)) return false;
    request.name = name;
    request.discovery_script = script;
    request.vendor = vendor;
    return true;
  });
}

void from_json_text(std::string_view text, TaskResourceRequests& value) {
  read_tuples(text, value, [](const ondemand::array& array, TaskResourceRequest& request) {
    std::string_view name;
    if (!read_tuple(array, name, request.amount)) return false;
    request.name = name;
    return true;
  });
}

void from_json_text(std::string_view text, ExecutorMetricPeaks& value) {
  value = {};
  ExecutorMetricValues values{};
  std::size_t next = 0;
  const bool is_one =
      Document(text).each_member<std::int64_t>([&](std::string_view name, std::int64_t peak) {
        // They are written in their order, but were not always.
        if (next >= kExecutorMetricCount || kExecutorMetricNames[next] != name) {
          const auto found = std::ranges::find(kExecutorMetricNames, name);
          next = static_cast<std::size_t>(found - kExecutorMetricNames.begin());
        }
        if (next < kExecutorMetricCount) values[next++] = peak;
      });
  value.raise_to(is_one ? values : ExecutorMetricValues{});
}

}  // namespace afterglow::history
