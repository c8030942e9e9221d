#pragma once

#include <string>
#include <string_view>

namespace afterglow::history {

// An application's name with what changes from run to run as "*": dates, times of day, UUIDs,
// hexadecimal hashes of 8 digits and more, numbers of 5 digits and more, and of 4 with a leading
// zero. Several of them beside each other are one. In a time that grows with the name's length
// alone, whatever it holds.
std::string steady_job_name(std::string_view name);

}  // namespace afterglow::history
