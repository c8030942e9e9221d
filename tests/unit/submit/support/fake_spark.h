#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {

inline std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// As much of a Spark as afterglow-submit looks at.
inline std::filesystem::path make_spark(const TemporaryFolder& folder, const std::string& name,
                                        const std::string& version = "4.3.0",
                                        const std::string& scala = "2.13") {
  const std::string core = "spark-core_" + scala + "-" + version + ".jar";
  folder.write(std::filesystem::path(name) / "jars" / core, "");
  folder.write(std::filesystem::path(name) / "jars" / "slf4j-api-2.0.17.jar", "");
  return folder.path(name);
}

}  // namespace afterglow::submit
