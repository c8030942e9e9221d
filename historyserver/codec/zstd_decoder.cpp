#include "historyserver/codec/zstd_decoder.h"

#include <zstd.h>

namespace afterglow::history {
namespace {

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : stream_(ZSTD_createDStream()), block_(ZSTD_DStreamOutSize(), '\0') {}

  Result<void> push(std::string_view input, std::string& output) override {
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    // A full block may leave decoded bytes inside the stream although all input is taken.
    bool more_inside = false;
    while (in.pos < in.size || more_inside) {
      ZSTD_outBuffer out{block_.data(), block_.size(), 0};
      const std::size_t code = ZSTD_decompressStream(stream_.get(), &out, &in);
      if (ZSTD_isError(code)) {
        return fail(ErrorKind::corrupt, std::string("bad zstd data: ") + ZSTD_getErrorName(code));
      }
      output.append(block_.data(), out.pos);
      more_inside = out.pos == out.size;
    }
    return {};
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  std::string block_;
};

}  // namespace

std::unique_ptr<Decoder> make_zstd_decoder() {
  return std::make_unique<ZstdDecoder>();
}

}  // namespace afterglow::history
