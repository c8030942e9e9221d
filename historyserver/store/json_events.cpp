#include "historyserver/store/json_events.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

namespace afterglow::history {
namespace {

using Json = nlohmann::json;

// The parser's own names.
class Adapter : public nlohmann::json_sax<Json> {
 public:
  explicit Adapter(JsonEvents& events) : events_(events) {}

  bool null() override { return events_.null(), true; }
  bool boolean(bool value) override { return events_.flag(value), true; }
  bool number_integer(std::int64_t value) override { return events_.integer(value), true; }
  bool number_unsigned(std::uint64_t value) override {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return events_.real(static_cast<double>(value)), true;
    }
    return events_.integer(static_cast<std::int64_t>(value)), true;
  }
  bool number_float(double value, const std::string&) override { return events_.real(value), true; }
  bool string(std::string& value) override { return events_.text(value), true; }
  bool binary(Json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return events_.begin_object(), true; }
  bool key(std::string& value) override { return events_.name(value), true; }
  bool end_object() override { return events_.end_object(), true; }
  bool start_array(std::size_t) override { return events_.begin_array(), true; }
  bool end_array() override { return events_.end_array(), true; }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

 private:
  JsonEvents& events_;
};

}  // namespace

bool read_json(std::string_view text, JsonEvents& events) {
  Adapter adapter(events);
  return Json::sax_parse(text, &adapter);
}

}  // namespace afterglow::history
