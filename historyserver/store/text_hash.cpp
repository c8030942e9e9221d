#include "historyserver/store/text_hash.h"

#include <xxhash.h>

namespace afterglow::history {

Hash128 hash_128(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.low64, hash.high64};
}

}  // namespace afterglow::history
