#include "historyserver/eventlog/log_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "historyserver/codec/codecs.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kChunk = 256 * 1024;

class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Error io_error(const std::string& path) {
  return {errno == ENOENT ? ErrorKind::not_found : ErrorKind::io,
          "cannot read " + path + ": " + std::strerror(errno)};
}

// Whether the first bracket of a line of JSON is closed by its last one.
bool is_whole_object(std::string_view line) {
  if (!line.ends_with('}')) return false;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return depth == 0;
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

bool LogReader::was_replaced(const LogListing& listing) const {
  if (current_.path.empty()) return false;
  if (file_index_ >= listing.files.size()) return true;
  const LogFile& file = listing.files[file_index_];
  return file.inode != current_.inode || file.size < offset_ || file.codec != current_.codec;
}

Result<LogReader::State> LogReader::read(const LogListing& listing, std::uint64_t limit,
                                         const Sink& sink) {
  if (was_replaced(listing)) return State::replaced;
  const std::uint64_t start = bytes_read_;
  for (;;) {
    const LogFile& file = listing.files[file_index_];
    const auto state = read_current(file, limit - std::min(limit, bytes_read_ - start), sink);
    if (!state || *state == State::more) return state;
    if (file_index_ + 1 >= listing.files.size()) break;
    next_file(sink);
  }
  offer_tail(true, sink);
  return State::caught_up;
}

Result<LogReader::State> LogReader::read_current(const LogFile& file, std::uint64_t limit,
                                                 const Sink& sink) {
  current_ = file;
  if (offset_ >= file.size) return State::caught_up;
  const OpenFile opened(file.path);
  if (opened.descriptor() < 0) return std::unexpected(io_error(file.path));
  std::string chunk(kChunk, '\0');
  std::uint64_t left = std::max<std::uint64_t>(limit, 1);
  while (offset_ < file.size) {
    const std::size_t want = std::min<std::uint64_t>({kChunk, file.size - offset_, left});
    const ssize_t got = pread(opened.descriptor(), chunk.data(), want, static_cast<off_t>(offset_));
    if (got < 0) return std::unexpected(io_error(file.path));
    if (got == 0) return State::replaced;
    const auto count = static_cast<std::size_t>(got);
    if (auto fed = feed(file, {chunk.data(), count}, sink); !fed) {
      return std::unexpected(fed.error());
    }
    offset_ += count;
    bytes_read_ += count;
    left -= count;
    if (left == 0) return State::more;
  }
  return State::caught_up;
}

Result<void> LogReader::feed(const LogFile& file, std::string_view bytes, const Sink& sink) {
  if (offset_ == 0) {
    auto decoder = make_decoder(file.codec, bytes);
    if (!decoder) {
      return fail(decoder.error().kind,
                  std::string(file_name(file.path)) + ": " + decoder.error().message);
    }
    decoder_ = *std::move(decoder);
  }
  Result<void> decoded;
  if (decoder_) {
    decoded = decoder_->push(bytes, splitter_.input());
  } else {
    splitter_.input().append(bytes);
  }
  splitter_.split([&](std::string_view line) {
    ++line_;
    sink(line, {file_name(current_.path), line_});
  });
  if (decoded) return {};
  return fail(decoded.error().kind, std::string(file_name(file.path)) + ", after line " +
                                        std::to_string(line_) + ", near byte " +
                                        std::to_string(offset_) + ": " + decoded.error().message);
}

// A last line without newline is whole when it ends its object: the writer was stopped between the
// two, or somebody edited the file.
void LogReader::offer_tail(bool unfinished, const Sink& sink) {
  const std::string_view tail = splitter_.tail();
  if (tail.empty() || (unfinished && !is_whole_object(tail))) return;
  if (sink(tail, {file_name(current_.path), line_ + 1, unfinished})) {
    splitter_.drop_tail();
    ++line_;
  }
}

void LogReader::next_file(const Sink& sink) {
  offer_tail(false, sink);
  ++file_index_;
  current_ = {};
  offset_ = 0;
  line_ = 0;
  decoder_ = nullptr;
  splitter_.drop_tail();
}

}  // namespace afterglow::history
