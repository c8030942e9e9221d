#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::history {

// Writes to an open file in large pieces; does not close it.
class Output {
 public:
  explicit Output(std::FILE* file) : file_(file) {}

  Result<void> write(std::string_view text) {
    waiting_ += text;
    return waiting_.size() < kPiece ? Result<void>() : flush();
  }
  // ErrorKind::io when the file does not take it: the disk is full.
  Result<void> flush() {
    const bool written =
        std::fwrite(waiting_.data(), 1, waiting_.size(), file_) == waiting_.size() &&
        std::fflush(file_) == 0;
    waiting_.clear();
    if (!written) return fail(ErrorKind::io, "cannot write the answer: is the disk full?");
    return {};
  }

 private:
  static constexpr std::size_t kPiece = 1 << 16;

  std::FILE* file_;
  std::string waiting_;
};

}  // namespace afterglow::history
