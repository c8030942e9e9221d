#pragma once

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace afterglow {

// A folder that goes away with the test. Names are relative to it.
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

  std::string path() const { return path_.string(); }
  std::string path(const std::filesystem::path& name) const { return (path_ / name).string(); }

  // Makes or overwrites a file, with the folders on the way; returns its path.
  std::string write(const std::filesystem::path& name, std::string_view text) const {
    return put(name, text, std::ios::trunc);
  }
  std::string append(const std::filesystem::path& name, std::string_view text) const {
    return put(name, text, std::ios::app);
  }
  std::string write_program(const std::filesystem::path& name, std::string_view text) const {
    std::string file = write(name, text);
    chmod(file.c_str(), 0755);
    return file;
  }
  void rename(const std::filesystem::path& from, const std::filesystem::path& to) const {
    std::filesystem::rename(path_ / from, path_ / to);
  }
  void remove(const std::filesystem::path& name) const {
    std::filesystem::remove_all(path_ / name);
  }

 private:
  std::string put(const std::filesystem::path& name, std::string_view text,
                  std::ios::openmode mode) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary | mode) << text;
    return path(name);
  }

  std::filesystem::path path_;
};

}  // namespace afterglow
