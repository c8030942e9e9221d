#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

// One column of a chunk of tasks: whole numbers, packed to as few bytes each as their range needs.
//
//   byte 0     width of a code in bytes, 0 to 8; bit 7 set when code 0 stands for "absent"
//   varint     smallest value, zigzag: (n << 1) ^ (n >> 63), 7 bits a byte, lowest first
//   codes      one for each task, little endian: value - smallest, one more when 0 is "absent"
//
// With width 0 there are no codes: all values equal the smallest (or all are absent).
namespace afterglow::history {

using ColumnValue = std::optional<std::int64_t>;

std::string pack_column(std::span<const std::int64_t> values);
// `present[i]` tells whether values[i] is one; both of the same length.
std::string pack_column(std::span<const std::int64_t> values, const std::vector<bool>& present);

// Reads a packed column in place: `bytes` must outlive it.
class PackedColumn {
 public:
  PackedColumn() = default;  // no values: everything is absent
  // ErrorKind::corrupt when the bytes are no column of `size` values.
  static Result<PackedColumn> open(std::string_view bytes, std::size_t size);

  std::size_t size() const { return size_; }
  bool has_absent() const { return has_absent_; }
  ColumnValue at(std::size_t index) const {
    const std::uint64_t code = code_at(index);
    if (has_absent_ && code == 0) return {};
    return value_of(code);
  }
  // As at(), where absent is 0.
  std::int64_t value_at(std::size_t index) const {
    const std::uint64_t code = code_at(index);
    return has_absent_ && code == 0 ? 0 : value_of(code);
  }
  // The value that all tasks have, if it is one.
  ColumnValue constant() const {
    if (width_ != 0 || has_absent_) return {};
    return smallest_;
  }
  // All values one after the other, absent ones as 0.
  void unpack(std::int64_t* to) const;
  // The bytes that stand after the codes.
  std::string_view rest() const { return rest_; }

 private:
  // Most codes have eight bytes of the column behind their start: one load, less what is not
  // theirs.
  std::uint64_t code_at(std::size_t index) const {
    if (index >= loadable_) return last_code_at(index);
    std::uint64_t code = 0;
    std::memcpy(&code, codes_ + index * width_, sizeof code);
    return code & mask_;
  }
  std::uint64_t last_code_at(std::size_t index) const;
  std::int64_t value_of(std::uint64_t code) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(smallest_) + code -
                                     (has_absent_ ? 1 : 0));
  }

  const unsigned char* codes_ = nullptr;
  std::size_t size_ = 0;
  unsigned width_ = 0;
  bool has_absent_ = true;
  std::int64_t smallest_ = 0;
  std::size_t loadable_ = 0;  // codes before this one may be loaded with eight bytes
  std::uint64_t mask_ = 0;
  std::string_view rest_;
};

}  // namespace afterglow::history
