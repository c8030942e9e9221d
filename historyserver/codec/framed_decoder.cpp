#include "historyserver/codec/framed_decoder.h"

namespace afterglow::history {

Result<void> FramedDecoder::push(std::string_view input, std::string& output) {
  pending_ += input;
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const auto taken = take_frame(rest, output);
    if (!taken) return std::unexpected(taken.error());
    if (*taken == 0) break;
    rest.remove_prefix(*taken);
  }
  pending_.erase(0, pending_.size() - rest.size());
  return {};
}

std::uint32_t read_big_endian(std::string_view bytes, std::size_t size) {
  std::uint32_t number = 0;
  for (const char c : bytes.substr(0, size)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::uint32_t read_little_endian_32(std::string_view bytes) {
  std::uint32_t number = 0;
  for (int i = 3; i >= 0; --i) {
    number = number << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  }
  return number;
}

}  // namespace afterglow::history
