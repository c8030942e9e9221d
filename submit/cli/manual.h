#pragma once

#include <string>

namespace afterglow::submit {

// The manual page in roff, made from the option table: `afterglow-submit --man | man -l -`.
std::string manual();

}  // namespace afterglow::submit
