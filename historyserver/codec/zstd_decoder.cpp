#include "historyserver/codec/zstd_decoder.h"

#include <zstd.h>

#include "historyserver/codec/framed_decoder.h"

namespace afterglow::history {
namespace {

struct Free {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};
using Stream = std::unique_ptr<ZSTD_DStream, Free>;

// A stream holds the window of its last frame, which is half a megabyte in Spark's logs.
constexpr std::size_t kMaxKeptBytes = 2 * 1024 * 1024;

// Making one takes as long as decoding a small frame: each thread keeps one for the next decoder.
thread_local Stream kept_stream;

Stream make_stream() {
  if (!kept_stream) return Stream(ZSTD_createDStream());
  ZSTD_DCtx_reset(kept_stream.get(), ZSTD_reset_session_only);
  return std::move(kept_stream);
}

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : stream_(make_stream()) {}
  ~ZstdDecoder() override {
    if (ZSTD_sizeof_DStream(stream_.get()) <= kMaxKeptBytes) kept_stream = std::move(stream_);
  }

 private:
  Result<void> decode(std::string_view input, std::string& output, std::size_t& taken) override {
    const std::size_t before = output.size();
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    // A full step may leave decoded bytes inside the stream although all input is taken.
    bool more_inside = false;
    while (in.pos < in.size ? output.size() - before < kMaxPiece : more_inside) {
      std::size_t code = 0;
      const std::size_t old = output.size();
      output.resize_and_overwrite(old + kStep, [&](char* data, std::size_t) {
        ZSTD_outBuffer out{data + old, kStep, 0};
        code = ZSTD_decompressStream(stream_.get(), &out, &in);
        more_inside = out.pos == out.size;
        return ZSTD_isError(code) ? old : old + out.pos;
      });
      if (ZSTD_isError(code)) {
        return fail(ErrorKind::corrupt, std::string("bad zstd data: ") + ZSTD_getErrorName(code));
      }
      if (code == 0) note_frame_end(in.pos, output.size() - before);
    }
    taken = in.pos;
    return {};
  }

  static constexpr std::size_t kStep = 128 * 1024;  // the largest block of the format
  Stream stream_;
};

}  // namespace

std::unique_ptr<Decoder> make_zstd_decoder() {
  return std::make_unique<ZstdDecoder>();
}

std::size_t find_zstd_frame(std::string_view bytes) {
  return find_mark(bytes, "\x28\xB5\x2F\xFD");
}

}  // namespace afterglow::history
