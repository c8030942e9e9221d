#pragma once

#include <string>
#include <string_view>

namespace afterglow::history {

// What errors of one cause have in common: the line that says what happened and the one that says
// why, with numbers, ids and paths folded: "#" for what counts or identifies, "<path>" for a path.
// At most about 600 bytes.
std::string error_signature(std::string_view error);

// A short name of a signature, for addresses: 16 hexadecimal digits.
std::string error_key(std::string_view signature);

}  // namespace afterglow::history
