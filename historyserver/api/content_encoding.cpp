#include "historyserver/api/content_encoding.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

#include "common/base/ascii.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kPart = 64 * 1024;  // bytes of packed output made at once
constexpr int kZstdLevel = 1;

class Identity : public BodyEncoder {
 public:
  std::string_view add(std::string_view part) override { return part; }
  std::string_view finish() override { return {}; }
};

class Gzip : public BodyEncoder {
 public:
  Gzip() {
    constexpr int kGzipWindow = 15 + 16;
    if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      throw std::runtime_error("gzip cannot be set up");
    }
  }
  ~Gzip() override { deflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  std::string_view add(std::string_view part) override { return pack(part, Z_NO_FLUSH); }
  std::string_view finish() override { return pack({}, Z_FINISH); }

 private:
  std::string_view pack(std::string_view part, int flush) {
    packed_.clear();
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    stream_.avail_in = static_cast<uInt>(part.size());
    do {
      const std::size_t before = packed_.size();
      packed_.resize(before + kPart);
      stream_.next_out = reinterpret_cast<Bytef*>(packed_.data() + before);
      stream_.avail_out = kPart;
      deflate(&stream_, flush);
      packed_.resize(before + kPart - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return packed_;
  }

  z_stream stream_{};
  std::string packed_;
};

class Zstd : public BodyEncoder {
 public:
  Zstd() : stream_(ZSTD_createCCtx(), ZSTD_freeCCtx) {
    if (!stream_) throw std::runtime_error("zstd cannot be set up");
    ZSTD_CCtx_setParameter(stream_.get(), ZSTD_c_compressionLevel, kZstdLevel);
  }

  std::string_view add(std::string_view part) override { return pack(part, ZSTD_e_continue); }
  std::string_view finish() override { return pack({}, ZSTD_e_end); }

 private:
  std::string_view pack(std::string_view part, ZSTD_EndDirective directive) {
    packed_.clear();
    ZSTD_inBuffer input{part.data(), part.size(), 0};
    for (bool more = true; more;) {
      const std::size_t before = packed_.size();
      packed_.resize(before + kPart);
      ZSTD_outBuffer output{packed_.data() + before, kPart, 0};
      const std::size_t left = ZSTD_compressStream2(stream_.get(), &output, &input, directive);
      if (ZSTD_isError(left)) throw std::runtime_error(ZSTD_getErrorName(left));
      packed_.resize(before + output.pos);
      more = directive == ZSTD_e_end ? left > 0 : input.pos < input.size;
    }
    return packed_;
  }

  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> stream_;
  std::string packed_;
};

// How welcome an encoding is: the q of its entry, of "*" without one; -1 when neither is there.
double weight_of(std::string_view accepted, std::string_view encoding) {
  double of_any = -1;
  while (!accepted.empty()) {
    const auto comma = std::min(accepted.find(','), accepted.size());
    const std::string_view entry = accepted.substr(0, comma);
    accepted.remove_prefix(std::min(comma + 1, accepted.size()));
    const auto semicolon = std::min(entry.find(';'), entry.size());
    const std::string_view name = trimmed(entry.substr(0, semicolon));
    const auto q = entry.find("q=", semicolon);
    const double weight =
        q == std::string_view::npos ? 1 : std::atof(std::string(entry.substr(q + 2)).c_str());
    if (std::ranges::equal(name, encoding, {}, [](unsigned char c) { return std::tolower(c); })) {
      return weight;
    }
    if (name == "*") of_any = weight;
  }
  return of_any;
}

}  // namespace

ContentEncoding preferred_encoding(std::string_view accept_encoding) {
  const double gzip = weight_of(accept_encoding, name_of(ContentEncoding::gzip));
  const double zstd = weight_of(accept_encoding, name_of(ContentEncoding::zstd));
  if (zstd > 0 && zstd >= gzip) return ContentEncoding::zstd;
  return gzip > 0 ? ContentEncoding::gzip : ContentEncoding::identity;
}

std::string_view name_of(ContentEncoding encoding) {
  switch (encoding) {
    case ContentEncoding::gzip:
      return "gzip";
    case ContentEncoding::zstd:
      return "zstd";
    default:
      return "identity";
  }
}

std::unique_ptr<BodyEncoder> BodyEncoder::make(ContentEncoding encoding) {
  switch (encoding) {
    case ContentEncoding::gzip:
      return std::make_unique<Gzip>();
    case ContentEncoding::zstd:
      return std::make_unique<Zstd>();
    default:
      return std::make_unique<Identity>();
  }
}

}  // namespace afterglow::history
