#pragma once

#include <string>
#include <vector>

namespace afterglow::submit {

// What is wrong with a submission, one line each; collected so that all of it is said at once.
using Problems = std::vector<std::string>;

}  // namespace afterglow::submit
