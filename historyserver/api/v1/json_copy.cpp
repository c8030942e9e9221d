#include "historyserver/api/v1/json_copy.h"

#include <string>

#include "historyserver/store/json_events.h"

namespace afterglow::history {
namespace {

// Whether a text is whole JSON, and not just null.
class Content : public JsonEvents {
 public:
  bool is_there() const { return is_there_; }

  void begin_object() override { is_there_ = true; }
  void end_object() override {}
  void begin_array() override { is_there_ = true; }
  void end_array() override {}
  void name(std::string_view) override {}
  void text(std::string_view) override { is_there_ = true; }
  void integer(std::int64_t) override { is_there_ = true; }
  void real(double) override { is_there_ = true; }
  void flag(bool) override { is_there_ = true; }
  void null() override {}

 private:
  bool is_there_ = false;
};

class Copy : public JsonEvents {
 public:
  Copy(JsonWriter& json, std::string_view name) : json_(json), name_(name), has_name_(true) {}

  void begin_object() override { start().begin_object(); }
  void end_object() override { json_.end_object(); }
  void begin_array() override { start().begin_array(); }
  void end_array() override { json_.end_array(); }
  void name(std::string_view name) override {
    name_ = name;
    has_name_ = true;
  }
  void text(std::string_view text) override { start().value(text); }
  void integer(std::int64_t number) override { start().value(number); }
  void real(double number) override { start().value(number); }
  void flag(bool flag) override { start().value(flag); }
  void null() override {
    if (!has_name_) json_.null_value();
    has_name_ = false;
  }

 private:
  // Of a member, its name, which waits until there is something to write.
  JsonWriter& start() {
    if (has_name_) json_.key(name_);
    has_name_ = false;
    return json_;
  }

  JsonWriter& json_;
  std::string name_;
  bool has_name_;
};

}  // namespace

void write_json_field(JsonWriter& json, std::string_view name, std::string_view text) {
  Content content;
  if (!read_json(text, content) || !content.is_there()) return;
  Copy copy(json, name);
  read_json(text, copy);
}

}  // namespace afterglow::history
