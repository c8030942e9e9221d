#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::history {

// Turns the bytes of one compressed file into plain bytes, whatever the sizes of the pieces in
// which they arrive. One decoder serves one file, from its first byte on, and is used by one
// thread at a time.
class Decoder {
 public:
  virtual ~Decoder() = default;

  // Appends to `output` everything that `input`, following all input before it, decodes to. What
  // is not complete yet is kept for the next call: a torn end is no error. ErrorKind::corrupt when
  // the bytes cannot be this format; the decoder is unusable afterwards, and what was appended
  // before the damage is good.
  virtual Result<void> push(std::string_view input, std::string& output) = 0;
};

}  // namespace afterglow::history
