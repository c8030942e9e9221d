#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace afterglow::submit {

// The names of what is in a jar, by the directory at the end of the zip file; nothing is unpacked.
// Jars of 4 GB and more (zip64) are refused.
Result<std::vector<std::string>> jar_entries(const std::filesystem::path& jar);

}  // namespace afterglow::submit
