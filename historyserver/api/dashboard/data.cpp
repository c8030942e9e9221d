// What the page "Log and data" tells, and the database itself as a file.

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "common/base/logging.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/store/database_copy.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kPart = 256 * 1024;  // bytes sent at once

std::string path_of(const ApiContext& context, const LogRow& log) {
  return context.pipeline.store_folder() + "/" + log.database;
}

// Only letters, digits and "-_." may stand in the header as they are.
std::string file_name(const LogRow& log) {
  std::string name = log.app_id.value_or("application");
  if (log.attempt_id) name += "-" + *log.attempt_id;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c) && c != '-' && c != '_' && c != '.'; },
      '_');
  return name + ".db";
}

bool send(const DatabaseCopy& copy, const BodySink& sink) {
  std::string part;
  for (std::uint64_t offset = 0; offset < copy.size(); offset += part.size()) {
    if (auto read = copy.read(offset, kPart, part); !read || part.empty()) {
      log_error(read ? "a copy of a database has become shorter" : read.error().message);
      return false;
    }
    if (!sink(part)) return false;
  }
  return true;
}

}  // namespace

Response dashboard_data(const ApiContext& context, const Request&, const LogRow& log) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path_of(context, log), error);
  JsonWriter json;
  json.begin_object();
  json.key("log")
      .begin_object()
      .field("path", log.log_id)
      .field("bytes", log.size)
      .field("bytesRead", log.bytes_read)
      .field("gone", log.log_gone)
      .field("lastUpdated", log.last_updated)
      .end_object();
  json.key("database")
      .begin_object()
      .field("bytes", error ? std::int64_t{0} : static_cast<std::int64_t>(bytes))
      .field("schemaVersion", ApplicationDatabase::kSchemaVersion)
      .end_object();
  json.key("console")
      .begin_object()
      .field("enabled", context.console.enabled)
      .field("maxRows", context.console.rows)
      .field("timeout", static_cast<std::int64_t>(context.console.time.count()))
      .end_object()
      .end_object();
  return json_response(json);
}

Response dashboard_database(const ApiContext& context, const Request&, const LogRow& log) {
  auto made = DatabaseCopy::make(path_of(context, log), context.pipeline.store_folder());
  if (!made) return internal_error(made.error());
  const auto copy = std::make_shared<DatabaseCopy>(*std::move(made));
  Response response;
  response.content_type = "application/vnd.sqlite3";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=" + file_name(log));
  response.stream = [copy](const BodySink& sink) { return send(*copy, sink); };
  return response;
}

}  // namespace afterglow::history
