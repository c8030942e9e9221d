#include "common/json/json.h"

#include <nlohmann/json.hpp>

namespace afterglow {

using Library = nlohmann::ordered_json;

struct Json::Value {
  Library json;
};

Json::Json(std::unique_ptr<Value> value) : value_(std::move(value)) {}
Json::Json(const Json& other) : value_(std::make_unique<Value>(*other.value_)) {}
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(Json other) noexcept {
  value_.swap(other.value_);
  return *this;
}
Json::~Json() = default;

Json Json::object() {
  return Json(std::make_unique<Value>(Value{Library::object()}));
}
Json Json::array() {
  return Json(std::make_unique<Value>(Value{Library::array()}));
}
Json Json::text(std::string_view text) {
  return Json(std::make_unique<Value>(Value{Library(std::string(text))}));
}

Result<Json> Json::parse(std::string_view text) {
  Library json = Library::parse(text, nullptr, false);
  if (json.is_discarded()) return fail(ErrorKind::corrupt, "this is not JSON");
  return Json(std::make_unique<Value>(Value{std::move(json)}));
}

Json& Json::set(std::string_view key, std::string_view value) {
  value_->json[std::string(key)] = std::string(value);
  return *this;
}
Json& Json::set(std::string_view key, std::int64_t value) {
  value_->json[std::string(key)] = value;
  return *this;
}
Json& Json::set(std::string_view key, bool value) {
  value_->json[std::string(key)] = value;
  return *this;
}
Json& Json::set(std::string_view key, double value) {
  value_->json[std::string(key)] = value;
  return *this;
}
Json& Json::set(std::string_view key, Json value) {
  value_->json[std::string(key)] = std::move(value.value_->json);
  return *this;
}
Json Json::merged(const Json& other) const {
  Json sum = *this;
  sum.value_->json.update(other.value_->json);
  return sum;
}
Json& Json::push(std::string_view value) {
  value_->json.push_back(std::string(value));
  return *this;
}
Json& Json::push(std::int64_t value) {
  value_->json.push_back(value);
  return *this;
}
Json& Json::push(double value) {
  value_->json.push_back(value);
  return *this;
}

Json& Json::push(Json value) {
  value_->json.push_back(std::move(value.value_->json));
  return *this;
}

bool Json::is_object() const {
  return value_->json.is_object();
}

std::optional<Json> Json::member(std::string_view key) const {
  if (!is_object()) return std::nullopt;
  const auto found = value_->json.find(std::string(key));
  if (found == value_->json.end() || found->is_null()) return std::nullopt;
  return Json(std::make_unique<Value>(Value{*found}));
}

std::optional<std::string> Json::text_of(std::string_view key) const {
  const auto found = member(key);
  if (!found || !found->value_->json.is_string()) return std::nullopt;
  return found->value_->json.get<std::string>();
}

std::optional<bool> Json::flag_of(std::string_view key) const {
  const auto found = member(key);
  if (!found || !found->value_->json.is_boolean()) return std::nullopt;
  return found->value_->json.get<bool>();
}

std::optional<std::int64_t> Json::integer_of(std::string_view key) const {
  const auto found = member(key);
  if (!found || !found->value_->json.is_number_integer()) return std::nullopt;
  return found->value_->json.get<std::int64_t>();
}

std::optional<double> Json::number_of(std::string_view key) const {
  const auto found = member(key);
  if (!found || !found->value_->json.is_number()) return std::nullopt;
  return found->value_->json.get<double>();
}

std::vector<Json> Json::list_of(std::string_view key) const {
  const auto found = member(key);
  return found ? found->elements() : std::vector<Json>();
}

std::vector<Json> Json::elements() const {
  std::vector<Json> elements;
  if (!value_->json.is_array()) return elements;
  for (const Library& element : value_->json) {
    elements.push_back(Json(std::make_unique<Value>(Value{element})));
  }
  return elements;
}

std::string Json::line() const {
  return value_->json.dump(-1, ' ', false, Library::error_handler_t::replace);
}

std::string Json::pretty() const {
  return value_->json.dump(2, ' ', false, Library::error_handler_t::replace) + "\n";
}

}  // namespace afterglow
