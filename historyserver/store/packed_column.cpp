#include "historyserver/store/packed_column.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace afterglow::history {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr unsigned char kHasAbsent = 0x80;

unsigned width_of(std::uint64_t largest_code) {
  return (static_cast<unsigned>(std::bit_width(largest_code)) + 7) / 8;
}

void put_header(std::string& bytes, unsigned width, bool has_absent, std::int64_t smallest) {
  bytes += static_cast<char>(width | (has_absent ? kHasAbsent : 0));
  std::uint64_t number =
      static_cast<std::uint64_t>(smallest) << 1 ^ static_cast<std::uint64_t>(smallest >> 63);
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}

// The width is a constant inside, so that copies are single stores.
template <unsigned Width, typename Code>
void put_codes(char* to, std::size_t count, Code&& code) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t number = code(i);
    std::memcpy(to + i * Width, &number, Width);
  }
}

template <typename Code>
void append_codes(std::string& bytes, unsigned width, std::size_t count, Code&& code) {
  const std::size_t begin = bytes.size();
  bytes.resize(begin + count * width);
  char* to = bytes.data() + begin;
  switch (width) {
    case 1:
      return put_codes<1>(to, count, code);
    case 2:
      return put_codes<2>(to, count, code);
    case 3:
      return put_codes<3>(to, count, code);
    case 4:
      return put_codes<4>(to, count, code);
    case 5:
      return put_codes<5>(to, count, code);
    case 6:
      return put_codes<6>(to, count, code);
    case 7:
      return put_codes<7>(to, count, code);
    case 8:
      return put_codes<8>(to, count, code);
    default:
      return;
  }
}

template <unsigned Width>
void take_codes(const unsigned char* from, std::size_t count, std::uint64_t base,
                std::int64_t* to) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t code = 0;
    std::memcpy(&code, from + i * Width, Width);
    to[i] = static_cast<std::int64_t>(base + code);
  }
}

}  // namespace

std::string pack_column(std::span<const std::int64_t> values) {
  std::string bytes;
  const auto [low, high] = std::ranges::minmax(values);
  const auto base = static_cast<std::uint64_t>(low);
  const unsigned width = width_of(static_cast<std::uint64_t>(high) - base);
  put_header(bytes, width, false, low);
  append_codes(bytes, width, values.size(),
               [&](std::size_t i) { return static_cast<std::uint64_t>(values[i]) - base; });
  return bytes;
}

std::string pack_column(std::span<const std::int64_t> values, const std::vector<bool>& present) {
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool any = false;
  bool all = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    all = all && present[i];
    if (!present[i]) continue;
    low = any ? std::min(low, values[i]) : values[i];
    high = any ? std::max(high, values[i]) : values[i];
    any = true;
  }
  if (all && any) return pack_column(values);
  const auto base = static_cast<std::uint64_t>(low);
  // When the values span all of 64 bits, "absent" leaves them one code too few: the largest value
  // is then told one too small.
  const auto code_of = [base](std::int64_t value) {
    return std::min(static_cast<std::uint64_t>(value) - base, UINT64_MAX - 1) + 1;
  };
  const unsigned width = any ? width_of(code_of(high)) : 0;
  std::string bytes;
  put_header(bytes, width, true, low);
  append_codes(bytes, width, values.size(),
               [&](std::size_t i) { return present[i] ? code_of(values[i]) : 0; });
  return bytes;
}

Result<PackedColumn> PackedColumn::open(std::string_view bytes, std::size_t size) {
  const auto damaged = [] { return fail(ErrorKind::corrupt, "a column of tasks is damaged"); };
  if (bytes.empty()) return damaged();
  const auto head = static_cast<unsigned char>(bytes[0]);
  PackedColumn column;
  column.size_ = size;
  column.width_ = head & ~kHasAbsent;
  column.has_absent_ = (head & kHasAbsent) != 0;
  std::uint64_t number = 0;
  std::size_t at = 1;
  for (int shift = 0;; shift += 7) {
    if (at >= bytes.size() || shift > 63) return damaged();
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  column.smallest_ =
      static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
  if (column.width_ > 8 ||
      (bytes.size() - at) / std::max(1U, column.width_) < size * (column.width_ > 0)) {
    return damaged();
  }
  column.codes_ = reinterpret_cast<const unsigned char*>(bytes.data()) + at;
  const std::size_t codes_size = bytes.size() - at;
  if (column.width_ > 0 && codes_size >= 8) {
    column.loadable_ = std::min(size, (codes_size - 8) / column.width_ + 1);
    column.mask_ = ~std::uint64_t{0} >> (64 - 8 * column.width_);
  }
  column.rest_ = bytes.substr(at + size * column.width_);
  return column;
}

std::uint64_t PackedColumn::last_code_at(std::size_t index) const {
  if (width_ == 0) return 0;
  std::uint64_t code = 0;
  std::memcpy(&code, codes_ + index * width_, width_);
  return code;
}

void PackedColumn::unpack(std::int64_t* to) const {
  if (has_absent_) {
    for (std::size_t i = 0; i < size_; ++i) to[i] = value_at(i);
    return;
  }
  const auto base = static_cast<std::uint64_t>(smallest_);
  switch (width_) {
    case 0:
      std::fill_n(to, size_, smallest_);
      return;
    case 1:
      return take_codes<1>(codes_, size_, base, to);
    case 2:
      return take_codes<2>(codes_, size_, base, to);
    case 3:
      return take_codes<3>(codes_, size_, base, to);
    case 4:
      return take_codes<4>(codes_, size_, base, to);
    case 5:
      return take_codes<5>(codes_, size_, base, to);
    case 6:
      return take_codes<6>(codes_, size_, base, to);
    case 7:
      return take_codes<7>(codes_, size_, base, to);
    default:
      return take_codes<8>(codes_, size_, base, to);
  }
}

}  // namespace afterglow::history
