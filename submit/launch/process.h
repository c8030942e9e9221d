#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/environment.h"
#include "common/base/result.h"

namespace afterglow::submit {

// The file that a shell would run for `name`: itself when it has a slash, else by PATH.
std::optional<std::filesystem::path> find_on_path(std::string_view name,
                                                  const Environment& environment);

// execve: on success this process is the other program and nothing comes back.
Error replace_process(const std::filesystem::path& program,
                      const std::vector<std::string>& arguments, const Environment& environment);

// What a program writes to its standard output; none when it cannot be run or fails. Its standard
// error is dropped.
std::optional<std::string> output_of(const std::vector<std::string>& command);

// Who reads a private file: the program that this process becomes, or programs that one starts.
enum class Reader { this_program, its_children };

// A file with this text that only this user can read, that has no name on any disk, and that lasts
// as long as this process or the program that it becomes; it is read by the path returned.
Result<std::string> private_file(std::string_view text, Reader reader);

}  // namespace afterglow::submit
