#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace afterglow::history {

// What was given on the command line, nothing resolved yet.
struct CommandLine {
  bool help = false;
  bool version = false;
  std::vector<std::string> directories;
  std::optional<std::string> store;
  std::optional<std::string> host;
  std::optional<std::string> port;
  std::optional<std::string> properties_file;
  std::vector<std::string> conf;  // KEY=VALUE
};

Result<CommandLine> parse_command_line(int argc, const char* const* argv);
std::string usage();

}  // namespace afterglow::history
