#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "historyserver/eventlog/log_listing.h"

// Both ends of a log without reading what is between: enough to list it at once. A few small reads
// of one file, decoded as far as it takes. What is damaged is passed over. Of each line at least
// kLinePadding readable bytes follow the text as long as the string is only moved. Errors:
// ErrorKind::not_found when the file is gone, ErrorKind::unsupported for its codec, ErrorKind::io.
namespace afterglow::history {

using IsWantedLine = std::function<bool(std::string_view line)>;

// The first lines of the log's first file, until one is the wanted one (which is then the last
// one), about `max_plain_bytes` decoded bytes are through or there is something damaged.
Result<std::vector<std::string>> first_lines(const LogListing& listing, std::size_t max_plain_bytes,
                                             const IsWantedLine& is_wanted = {});

// The last complete lines of the log, in their order: some tens of kilobytes of them, at least one
// if a frame (of plain text: a line) starts within the last `max_stored_bytes` of a file before
// it. What makes this slow is one frame of many megabytes at the end, as a running application's
// zstd log may have: there the limit counts. Much fewer lines suffice when a wanted one is there.
inline constexpr std::size_t kMaxStoredAtEnd = 1024 * 1024;
Result<std::vector<std::string>> last_lines(const LogListing& listing,
                                            std::size_t max_stored_bytes = kMaxStoredAtEnd,
                                            const IsWantedLine& is_wanted = {});

}  // namespace afterglow::history
