#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::submit {

// A JSON Web Token as Spark's JWSFilter wants it: header {"alg":"HS256","typ":"JWT"}, a payload
// that says who asks, and an HMAC-SHA256 signature, each in base64url without padding. `secret_key`
// is in base64url too, as in the master's spark.org.apache.spark.ui.JWSFilter.param.secretKey, and
// must be of at least 32 bytes.
Result<std::string> bearer_token(std::string_view secret_key, std::string_view user);

}  // namespace afterglow::submit
