#pragma once

#include <string>
#include <string_view>

#include "common/base/redact.h"

namespace afterglow::submit {

// Whether a setting must stand where nobody else can read it: what the submission's own redaction
// pattern calls a secret, and addresses with a password in them (https://user:password@host).
bool is_hidden(const Redactor& redactor, std::string_view key, std::string_view value);

// The value as people may see it.
std::string shown(const Redactor& redactor, std::string_view key, std::string_view value);

}  // namespace afterglow::submit
