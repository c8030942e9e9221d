#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow::history {

// A place in a stored file where a new decoder can start: a frame, block or chunk begins there.
struct RestartPoint {
  std::uint64_t stored = 0;  // byte in the file
  std::uint64_t plain = 0;   // decoded bytes before it, counted from where this decoder started
};

// Turns the bytes of one compressed file into plain bytes, whatever the sizes of the pieces in
// which they arrive. One decoder serves one file, from one restart point on, and is used by one
// thread at a time.
class Decoder {
 public:
  virtual ~Decoder() = default;

  // Says, before the first push(), that the input starts at byte `stored` of the file, where a
  // frame begins.
  void start_at(std::uint64_t stored);

  // Appends to `output` what `input`, following all input before it, decodes to, and answers how
  // many bytes of it were taken; fewer than all when the output grew by about a megabyte: push the
  // rest again. What is not complete yet is kept for the next call: a torn end is no error.
  // ErrorKind::corrupt when the bytes cannot be this format; the decoder is unusable afterwards,
  // last_restart() is where the damaged frame begins, and what was appended before it is good.
  Result<std::size_t> push(std::string_view input, std::string& output);

  // The last place from which decoding yields the plain byte `plain`, which must not be lower than
  // in an earlier call: what lies before is forgotten.
  RestartPoint restart_before(std::uint64_t plain);

  // The end of the last whole frame, which is where the next one begins.
  RestartPoint last_restart() const { return points_.back(); }
  // Where the last whole frame begins: a byte of the file.
  std::uint64_t last_frame() const { return last_frame_; }
  std::uint64_t frames() const { return frames_; }  // whole ones so far
  std::uint64_t plain() const { return plain_; }    // decoded bytes so far

 protected:
  // After about so much output push() ends early, to bound the caller's memory.
  static constexpr std::size_t kMaxPiece = 1024 * 1024;

  // A frame ended, after `taken` bytes of this push's input and `produced` bytes of its output.
  void note_frame_end(std::size_t taken, std::size_t produced);
  bool from_the_start() const { return points_.front().stored == 0; }

 private:
  // As push(); `taken` is 0 at first.
  virtual Result<void> decode(std::string_view input, std::string& output, std::size_t& taken) = 0;

  std::vector<RestartPoint> points_ = {{}};  // never empty
  std::uint64_t stored_ = 0;                 // byte in the file, at the start of the present push
  std::uint64_t plain_ = 0;                  // also
  std::uint64_t frames_ = 0;
  std::uint64_t last_frame_ = 0;
};

}  // namespace afterglow::history
