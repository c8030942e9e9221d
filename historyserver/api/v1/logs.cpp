// The event logs themselves, as one zip archive.

#include <algorithm>

#include "common/base/logging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/zip_stream.h"
#include "historyserver/eventlog/log_contents.h"
#include "historyserver/eventlog/log_name.h"
#include "historyserver/eventlog/stored_file.h"

namespace afterglow::history {
namespace {

using Entries = std::vector<StoredEntry>;

constexpr std::size_t kPart = 256 * 1024;  // bytes read at once

// What a codec wrote does not get smaller.
ZipStream::Packing packing_of(const StoredEntry& entry) {
  const std::string name = entry.path.substr(entry.path.rfind('/') + 1);
  const auto rolling = parse_rolling_file_name(name);
  const std::string codec = rolling ? rolling->codec : parse_single_log_name(name).codec;
  return codec.empty() ? ZipStream::Packing::deflate : ZipStream::Packing::none;
}

// As many bytes as were there when the answer began: a log that grows is cut off at that place.
Result<void> add_file(ZipStream& zip, const StoredEntry& entry) {
  const auto file = StoredFile::open(entry.path);
  if (!file) return std::unexpected(file.error());
  auto done = zip.add_file(entry.name, entry.size, entry.modified, packing_of(entry));
  std::string part;
  for (std::uint64_t offset = 0; done && offset < entry.size; offset += part.size()) {
    part.clear();
    const auto left = static_cast<std::size_t>(std::min<std::uint64_t>(kPart, entry.size - offset));
    const auto read = file->read_at(offset, left, part);
    if (!read) return std::unexpected(read.error());
    if (part.empty()) return fail(ErrorKind::io, entry.path + " has become shorter");
    done = zip.write(part);
  }
  return done;
}

Result<void> write_zip(const Entries& entries, const BodySink& sink) {
  ZipStream zip(sink);
  for (const StoredEntry& entry : entries) {
    auto done =
        entry.is_folder() ? zip.add_folder(entry.name, entry.modified) : add_file(zip, entry);
    if (!done) return done;
  }
  return zip.finish();
}

// Only letters, digits and "-_." may stand in the header as they are.
std::string file_name_part(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return !std::isalnum(c) && c != '-' && c != '_' && c != '.'; },
      '_');
  return text;
}

}  // namespace

Response v1_logs(const ApiContext& context, const std::string& app_id,
                 const std::string& attempt_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return internal_error(attempts.error());
  const auto has_attempt = [&](const std::string& id) {
    return std::ranges::any_of(
        *attempts, [&](const LogRow& log) { return log.attempt_id.value_or("") == id; });
  };
  if (!has_attempt(attempt_id)) {
    // Without an attempt, all are sent; but Spark's server then wants one of the id 1.
    const std::string wanted = attempt_id.empty() ? "1" : attempt_id;
    if (!has_attempt(wanted)) return no_such_app(app_id, wanted);
  }
  Entries entries;
  for (const LogRow& attempt : *attempts) {
    if (!attempt_id.empty() && attempt.attempt_id != attempt_id) continue;
    const auto contents = log_contents(attempt.log_id);
    if (!contents) {
      log_warn(contents.error().message);
      return text_response(503, "Event logs are not available for app: " + app_id + ".");
    }
    entries.insert(entries.end(), contents->begin(), contents->end());
  }
  Response response;
  response.content_type = "application/octet-stream";
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=eventLogs-" + file_name_part(app_id) +
                                    (attempt_id.empty() ? "" : "-" + file_name_part(attempt_id)) +
                                    ".zip");
  response.stream = [entries = std::move(entries)](const BodySink& sink) {
    const auto done = write_zip(entries, sink);
    if (!done && done.error().kind != ErrorKind::unavailable) log_error(done.error().message);
    return done.has_value();
  };
  return response;
}

}  // namespace afterglow::history
