#pragma once

#include <string_view>

namespace afterglow::history {

// Whether the first bracket of a line of JSON is closed by its last one: then the line is whole,
// though it may lack its newline.
bool is_whole_object(std::string_view line);

}  // namespace afterglow::history
