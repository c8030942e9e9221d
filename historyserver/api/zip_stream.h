#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "historyserver/api/http.h"

struct archive;

namespace afterglow::history {

// A zip archive that goes into a sink while it is made. Every call fails once the sink takes no
// more (ErrorKind::unavailable).
class ZipStream {
 public:
  enum class Packing { none, deflate };

  explicit ZipStream(BodySink sink);

  // `modified` in s since 1970; the name of a folder ends with "/".
  Result<void> add_folder(const std::string& name, std::int64_t modified);
  // Begins a file of `size` bytes, which write() brings.
  Result<void> add_file(const std::string& name, std::uint64_t size, std::int64_t modified,
                        Packing packing);
  Result<void> write(std::string_view bytes);
  // Ends the archive; without it, what was sent is no archive.
  Result<void> finish();

 private:
  struct Close {
    void operator()(archive* zip) const;
  };
  Result<void> check(int code);

  BodySink sink_;
  std::unique_ptr<archive, Close> zip_;
};

}  // namespace afterglow::history
