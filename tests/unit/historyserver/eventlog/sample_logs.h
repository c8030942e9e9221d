#pragma once

// Event logs of any codec and layout for tests, and a form of LogPosition that outlives a reader.

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/eventlog/log_position.h"
#include "tests/unit/historyserver/codec/encoders.h"

namespace afterglow::history {

inline constexpr std::uint64_t kNoLimit = 1'000'000'000;  // bytes to read at once

using Random = std::mt19937;

inline std::size_t pick(Random& random, std::size_t least, std::size_t most) {
  return std::uniform_int_distribution<std::size_t>(least, most)(random);
}

// Lines of JSON of very different lengths.
inline std::vector<std::string> sample_lines(Random& random, std::size_t count) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t size = i % 50 == 7 ? 40'000 : pick(random, 0, i % 7 == 0 ? 3000 : 200);
    std::string text;
    while (text.size() < size) text += std::to_string(random() % 1000) + " ";
    lines.push_back("{\"n\":" + std::to_string(i) + ",\"text\":{\"t\":\"" + text + "\"}}");
  }
  return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// One frame of `codec` (a suffix; empty: no codec) that holds `piece`.
inline std::string stored_frame(std::string_view codec, const std::string& piece, Random& random) {
  if (codec == "zstd") return zstd_frame(piece);
  if (codec == "lz4") return lz4_block(piece, random() % 5 == 0);
  if (codec == "lzf") return lzf_chunk(piece, piece.size() < 50 || random() % 5 == 0);
  if (codec == "snappy") return snappy_chunk(piece);
  return piece;
}

// `plain` in frames of up to `size` bytes of it.
inline std::string stored(std::string_view codec, std::string_view plain, std::size_t size,
                          Random& random) {
  std::string bytes = codec == "snappy" ? snappy_header() : "";
  while (!plain.empty()) {
    const std::string piece(plain.substr(0, pick(random, 1, size)));
    plain.remove_prefix(piece.size());
    bytes += stored_frame(codec, piece, random);
  }
  return bytes;
}

// Every field of something with archive(), as text.
class FieldWriter {
 public:
  template <typename... Values>
  void operator()(Values&... values) {
    (put(values), ...);
  }
  std::vector<std::string> fields;

 private:
  void put(const std::string& text) { fields.push_back(text); }
  template <typename Number>
  void put(const Number& number) {
    fields.push_back(std::to_string(static_cast<std::uint64_t>(number)));
  }
};

class FieldReader {
 public:
  explicit FieldReader(std::vector<std::string> fields) : fields_(std::move(fields)) {}
  template <typename... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }

 private:
  void get(std::string& text) { text = fields_.at(next_++); }
  template <typename Number>
  void get(Number& number) {
    number = static_cast<Number>(std::stoull(fields_.at(next_++)));
  }
  std::vector<std::string> fields_;
  std::size_t next_ = 0;
};

// What a new process would get.
inline LogPosition stored_and_loaded(LogPosition position) {
  FieldWriter writer;
  position.archive(writer);
  FieldReader reader(writer.fields);
  LogPosition loaded;
  loaded.archive(reader);
  return loaded;
}

}  // namespace afterglow::history
