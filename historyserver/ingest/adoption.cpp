#include "historyserver/ingest/adoption.h"

#include <filesystem>
#include <system_error>

#include "common/base/logging.h"
#include "historyserver/ingest/log_summary.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {
namespace {

constexpr const char* kNotReadToEnd =
    "the log is not here, and was not read to its end where it was";

std::int64_t last_write_ms(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto time =
      std::chrono::file_clock::to_sys(std::filesystem::last_write_time(path, ignored));
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

// What a database says of its application; nothing when its log was hardly read.
Result<std::optional<LogRow>> read_application(const std::string& path) {
  if (auto done = ApplicationDatabase::migrate(path); !done) return std::unexpected(done.error());
  const auto database = ApplicationDatabase::open_read_only(path);
  if (!database) return std::unexpected(database.error());
  const auto application = (*database)->applications.get();
  if (!application) return std::unexpected(application.error());
  if (!*application) return std::nullopt;
  const auto completeness = (*database)->completeness.get();
  if (!completeness) return std::unexpected(completeness.error());
  LogRow row;
  row.set_application(**application);
  if (*completeness && !(*completeness)->read_to_end) row.problem = kNotReadToEnd;
  row.last_updated = row.end_time.value_or(last_write_ms(path));
  if (auto done = summarize(**database, row); !done) return std::unexpected(done.error());
  return row;
}

}  // namespace

std::vector<LogRow> adopt_databases(const std::string& store_folder,
                                    const std::set<std::string>& known) {
  std::vector<LogRow> rows;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(store_folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".db") || name == kCatalogName || known.contains(name)) continue;
    auto read = read_application(entry.path().string());
    if (!read) {
      log_warn("left alone: " + read.error().message);
      continue;
    }
    if (!*read) continue;
    LogRow row = **std::move(read);
    row.log_id = name;
    row.database = name;
    row.log_gone = true;
    row.read_once = true;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace afterglow::history
