#pragma once

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace afterglow::submit {

// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "afterglow-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Makes a file below this folder, with the folders on the way; returns its path.
  std::string write(const std::filesystem::path& name, const std::string& text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file.string();
  }

  std::string write_program(const std::filesystem::path& name, const std::string& text) const {
    const std::string file = write(name, text);
    chmod(file.c_str(), 0755);
    return file;
  }

 private:
  std::filesystem::path path_;
};

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
  return folder.path() / name;
}

}  // namespace afterglow::submit
