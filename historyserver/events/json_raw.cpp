#include "historyserver/events/json_raw.h"

namespace afterglow::history {
namespace {

using namespace simdjson;

constexpr int kMaxDepth = 200;

error_code check(ondemand::value value, int depth);

error_code check(ondemand::array& array, int depth) {
  for (auto element : array) {
    ondemand::value value;
    if (const auto error = element.get(value)) return error;
    if (const auto error = check(value, depth + 1)) return error;
  }
  return SUCCESS;
}

error_code check(ondemand::object& object, int depth) {
  for (auto field : object) {
    ondemand::value value;
    if (const auto error = field.value().get(value)) return error;
    if (const auto error = check(value, depth + 1)) return error;
  }
  return SUCCESS;
}

error_code check(ondemand::value value, int depth) {
  if (depth > kMaxDepth) return DEPTH_ERROR;
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) return error;
  switch (type) {
    case ondemand::json_type::array: {
      ondemand::array array;
      if (const auto error = value.get_array().get(array)) return error;
      return check(array, depth);
    }
    case ondemand::json_type::object: {
      ondemand::object object;
      if (const auto error = value.get_object().get(object)) return error;
      return check(object, depth);
    }
    case ondemand::json_type::number:
      return value.get_double().error();
    case ondemand::json_type::string:
      return value.get_raw_json_string().error();
    case ondemand::json_type::boolean:
      return value.get_bool().error();
    case ondemand::json_type::null:
      break;
  }
  bool is_null = false;
  if (const auto error = value.is_null().get(is_null)) return error;
  return is_null ? SUCCESS : N_ATOM_ERROR;
}

// The text is that up to the matching bracket, whatever stands between: so it is checked then.
template <typename Container>
error_code checked(Container& container, std::string_view& json) {
  if (const auto error = container.raw_json().get(json)) return error;
  if (const auto error = container.reset().error()) return error;
  return check(container, 0);
}

}  // namespace

error_code raw_json(ondemand::value value, std::string_view& json) {
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) return error;
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return error;
    return checked(array, json);
  }
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return error;
    return checked(object, json);
  }
  const std::string_view token = value.raw_json_token();
  json = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
  return check(value, 0);
}

error_code raw_json(ondemand::array& array, std::string_view& json) {
  if (const auto error = checked(array, json)) return error;
  return array.reset().error();
}

}  // namespace afterglow::history
