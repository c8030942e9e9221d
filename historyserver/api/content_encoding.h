#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace afterglow::history {

// How a body is packed for its way to the client (RFC 9110, section 8.4).
enum class ContentEncoding { identity, gzip, zstd };

// The one to use for a client that sends this Accept-Encoding: zstd before gzip, where both are as
// welcome.
ContentEncoding preferred_encoding(std::string_view accept_encoding);

// As the header names it.
std::string_view name_of(ContentEncoding encoding);

// Packs a body that comes in parts.
class BodyEncoder {
 public:
  static std::unique_ptr<BodyEncoder> make(ContentEncoding encoding);
  virtual ~BodyEncoder() = default;

  // What can be sent after this part, which may be nothing yet; valid until the next call.
  virtual std::string_view add(std::string_view part) = 0;
  // The rest.
  virtual std::string_view finish() = 0;
};

}  // namespace afterglow::history
