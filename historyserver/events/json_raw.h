#pragma once

// Internal to events/: parts of a line as JSON text.

#include <simdjson.h>

#include <string_view>

namespace afterglow::history {

// The text of a value. simdjson leaps over what nobody reads without looking at it, and may not
// read on behind something that is not well formed: here every bracket, comma, number and word is
// checked. (Escapes inside strings are not.)
simdjson::error_code raw_json(simdjson::ondemand::value value, std::string_view& json);

// The same for an array, which can be read from its start afterwards.
simdjson::error_code raw_json(simdjson::ondemand::array& array, std::string_view& json);

}  // namespace afterglow::history
