#pragma once

#include <cstdint>
#include <string_view>

namespace afterglow::history {

// What a JSON text consists of, in its order. A name stands before each member of an object.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  virtual void name(std::string_view name) = 0;
  virtual void text(std::string_view text) = 0;
  virtual void integer(std::int64_t number) = 0;
  virtual void real(double number) = 0;
  virtual void flag(bool flag) = 0;
  virtual void null() = 0;
};

// Reports the parts of one JSON value. False when the text is none; what was reported by then has
// no end.
bool read_json(std::string_view text, JsonEvents& events);

}  // namespace afterglow::history
