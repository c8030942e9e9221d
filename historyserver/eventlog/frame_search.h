#pragma once

#include <cstdint>

#include "historyserver/codec/codecs.h"
#include "historyserver/eventlog/stored_file.h"

namespace afterglow::history {

struct FrameSearch {
  enum class Outcome {
    proved,    // frames that are no accident start at `at`
    possible,  // the same as far as the file goes, which ends too early to be sure
    none,      // nothing before `at`
  };
  Outcome outcome = Outcome::none;
  std::uint64_t at = 0;
  std::uint64_t looked_at = 0;  // bytes of the file, for who must not work for too long
};

// Looks in `file`, of which `size` bytes count, for the first place from byte `from` on where
// decoding can start; gives up after about `budget` bytes. Errors: the file cannot be read.
Result<FrameSearch> find_frame(const StoredFile& file, const Codec& codec, std::uint64_t from,
                               std::uint64_t size, std::uint64_t budget);

}  // namespace afterglow::history
