#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow {

// The 32 bytes of HMAC-SHA256 (RFC 2104). Whoever uses it links libcrypto.
Result<std::string> hmac_sha256(std::string_view key, std::string_view text);

}  // namespace afterglow
