// The framings of Spark's CompressionCodec: org.apache.spark.io and lz4-java's
// LZ4BlockOutputStream.

#include <lz4.h>
#include <xxhash.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/bench/generator/log_writer.h"

namespace afterglow::bench {
namespace {

class File {
 public:
  explicit File(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
    if (file_ == nullptr) fail();
    std::setvbuf(file_, nullptr, _IOFBF, 1 << 20);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (file_ != nullptr) std::fclose(file_);
  }

  void write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
  }
  void close() {
    if (std::fclose(std::exchange(file_, nullptr)) != 0) fail();
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error(path_ + ": " + std::strerror(errno)); }

  std::string path_;
  std::FILE* file_;
};

class PlainFile : public LogFile {
 public:
  explicit PlainFile(const std::string& path) : file_(path) {}
  void write(std::string_view text) override { file_.write(text); }
  void flush() override {}
  void finish() override { file_.close(); }

 private:
  File file_;
};

// A flush closes the frame; the size of its content is not in its header.
class ZstdFile : public LogFile {
 public:
  explicit ZstdFile(const std::string& path)
      : file_(path), context_(ZSTD_createCCtx()), block_(ZSTD_CStreamOutSize()) {
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, 1);
  }
  void write(std::string_view text) override {
    run({text.data(), text.size(), 0}, ZSTD_e_continue);
    open_ = true;
  }
  void flush() override {
    if (open_) run({nullptr, 0, 0}, ZSTD_e_end);
    open_ = false;
  }
  void finish() override {
    flush();
    file_.close();
  }

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };

  void run(ZSTD_inBuffer in, ZSTD_EndDirective directive) {
    for (bool more = true; more;) {
      ZSTD_outBuffer out{block_.data(), block_.size(), 0};
      const std::size_t left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
      if (ZSTD_isError(left)) throw std::runtime_error(ZSTD_getErrorName(left));
      file_.write({block_.data(), out.pos});
      more = directive == ZSTD_e_end ? left > 0 : in.pos < in.size;
    }
  }

  File file_;
  std::unique_ptr<ZSTD_CCtx, Free> context_;
  std::vector<char> block_;
  bool open_ = false;
};

// A flush does nothing: only full blocks are written before the end.
class Lz4File : public LogFile {
 public:
  explicit Lz4File(const std::string& path) : file_(path) {}

  void write(std::string_view text) override {
    while (!text.empty()) {
      const std::size_t taken = std::min(text.size(), kBlockSize - block_.size());
      block_ += text.substr(0, taken);
      text.remove_prefix(taken);
      if (block_.size() == kBlockSize) write_block();
    }
  }
  void flush() override {}
  void finish() override {
    if (!block_.empty()) write_block();
    write_header(kStored, 0, 0, 0);
    file_.close();
  }

 private:
  static constexpr std::size_t kBlockSize = 32 << 10;
  static constexpr unsigned kLevel = 5;  // log2 of the block size, less 10
  static constexpr unsigned kStored = 0x10;
  static constexpr unsigned kCompressed = 0x20;

  void write_block() {
    std::array<char, LZ4_COMPRESSBOUND(kBlockSize)> packed;
    const int size = LZ4_compress_default(block_.data(), packed.data(),
                                          static_cast<int>(block_.size()), packed.size());
    const auto original = static_cast<std::uint32_t>(block_.size());
    const auto checksum = XXH32(block_.data(), block_.size(), 0x9747b28c) & 0x0fffffff;
    if (size <= 0 || static_cast<std::uint32_t>(size) >= original) {
      write_header(kStored, original, original, checksum);
      file_.write(block_);
    } else {
      write_header(kCompressed, static_cast<std::uint32_t>(size), original, checksum);
      file_.write({packed.data(), static_cast<std::size_t>(size)});
    }
    block_.clear();
  }

  void write_header(unsigned method, std::uint32_t packed, std::uint32_t original,
                    std::uint32_t checksum) {
    std::string header = "LZ4Block";
    header += static_cast<char>(method | kLevel);
    for (const std::uint32_t number : {packed, original, checksum}) {
      for (int shift = 0; shift < 32; shift += 8) header += static_cast<char>(number >> shift);
    }
    file_.write(header);
  }

  File file_;
  std::string block_;
};

}  // namespace

std::unique_ptr<LogFile> make_log_file(Codec codec, const std::string& path) {
  switch (codec) {
    case Codec::plain:
      return std::make_unique<PlainFile>(path);
    case Codec::lz4:
      return std::make_unique<Lz4File>(path);
    case Codec::zstd:
      return std::make_unique<ZstdFile>(path);
  }
  return nullptr;
}

}  // namespace afterglow::bench
