#pragma once

#include <gtest/gtest.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "historyserver/eventlog/line_splitter.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow::history {

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
