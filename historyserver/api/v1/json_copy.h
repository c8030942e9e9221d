#pragma once

#include <string_view>

#include "historyserver/api/json_writer.h"

namespace afterglow::history {

// Writes a member whose content is JSON text, in the form of all others: members that are null are
// left out, at any depth. Nothing at all when the text is null, or no JSON.
void write_json_field(JsonWriter& json, std::string_view name, std::string_view text);

}  // namespace afterglow::history
