#pragma once

#include <memory>
#include <string_view>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// What is known of one compression format. There is one of each, and it lives for ever.
struct Codec {
  std::string_view suffix;  // of a log's file name, as Spark writes it
  std::string_view magic;   // what a file starts with
  bool cuts_lines;          // its writer begins frames wherever its buffer is full
  // So many good frames in a row are no accident. More than one: a frame that lacks bytes in the
  // middle may take those of the next for them, and look good.
  int proof;

  std::unique_ptr<Decoder> (*make)();

  // The first place in `bytes` where a frame may start, npos when there is none: the start of a
  // frame's header is enough at the very end of `bytes`. To be proved by decoding.
  std::size_t (*find_frame)(std::string_view bytes);
};

// `codec` is the suffix that Spark gives to a log's file name ("zstd"). A file without one is told
// by its first bytes (compaction leaves the suffix out); null: plain text. ErrorKind::unsupported
// for a codec that is not built; ErrorKind::unavailable when `first_bytes` are too few to tell.
Result<const Codec*> find_codec(std::string_view codec, std::string_view first_bytes);

}  // namespace afterglow::history
