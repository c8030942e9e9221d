#pragma once

#include <filesystem>
#include <optional>

#include "common/base/environment.h"
#include "common/base/result.h"

namespace afterglow::submit {

// JAVA_HOME's java, which must be there when JAVA_HOME is set, else the one on PATH.
Result<std::filesystem::path> find_java(const Environment& environment);

// The feature version, 17 for 17.0.9 and 8 for 1.8.0, by the file `release` of its installation;
// none where there is no such file.
std::optional<int> java_version(const std::filesystem::path& java);

// Whether this java takes options from files named by "@FILE": since Java 9. Programs that are
// not inside a Java installation, such as wrappers, count as new.
bool takes_argument_files(const std::filesystem::path& java);

}  // namespace afterglow::submit
