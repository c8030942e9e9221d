#pragma once

#include <string>

namespace afterglow::submit {

// The text of --help, made from the option table.
std::string usage();

}  // namespace afterglow::submit
