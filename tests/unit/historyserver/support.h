#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "historyserver/eventlog/line_splitter.h"

namespace afterglow::history {

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

  std::string path() const { return path_; }
  std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }

  // Makes or overwrites a file below this folder, with the folders on the way; returns its path.
  std::string write(std::string_view name, std::string_view text) const {
    return put(name, text, std::ios::trunc);
  }
  std::string append(std::string_view name, std::string_view text) const {
    return put(name, text, std::ios::app);
  }
  void rename(std::string_view from, std::string_view to) const {
    std::filesystem::rename(path(from), path(to));
  }
  void remove(std::string_view name) const { std::filesystem::remove_all(path(name)); }

 private:
  std::string put(std::string_view name, std::string_view text, std::ios::openmode mode) const {
    std::string file = path(name);
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary | mode) << text;
    return file;
  }

  std::string path_;
};

// A line with the bytes behind it that a decoder may touch.
class PaddedLine {
 public:
  explicit PaddedLine(std::string text) : text_(std::move(text)) {
    text_.reserve(text_.size() + kLinePadding);
  }
  std::string_view view() const { return text_; }

 private:
  std::string text_;
};

inline std::string zstd_frame(std::string_view plain) {
  std::string frame(ZSTD_compressBound(plain.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), plain.data(), plain.size(), 1));
  return frame;
}

// The value of a result that must be there.
template <typename Value>
Value value_of(Result<Value> result) {
  if (!result) {
    ADD_FAILURE() << result.error().message;
    if constexpr (std::is_default_constructible_v<Value>) return Value{};
    std::abort();
  }
  return *std::move(result);
}

inline void expect_done(const Result<void>& result) {
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
}

}  // namespace afterglow::history
