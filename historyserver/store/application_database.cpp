#include "historyserver/store/application_database.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "historyserver/store/schema.h"
#include "historyserver/store/task_table.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {
namespace {

// Everything can be made again from the log, so a lost power supply may cost the database; the end
// of the process costs nothing. The write-ahead log is emptied seldom: pages that change with every
// commit then reach the file once.
const std::string kWritingSetup =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=4000;";

constexpr const char* kBeside[] = {"-wal", "-shm", "-journal"};
constexpr const char* kUnfinished = "-unfinished";

// Bytes of a file's header that tell how it is read and written: "legacy" or with a write-ahead
// log, as all files are here (https://www.sqlite.org/fileformat.html, 1.3.3).
constexpr std::size_t kJournalPlaces[] = {18, 19};
constexpr char kWithLog = 2;

// Made once: sixty tables take longer than the log of a small application.
const Result<std::string>& empty_image() {
  static const auto image = []() -> Result<std::string> {
    auto database = Database::open(":memory:", Database::Mode::read_write);
    if (!database) return std::unexpected(database.error());
    const auto done = database->execute("BEGIN;" + ApplicationDatabase::schema() + "COMMIT;");
    if (!done) return std::unexpected(done.error());
    return database->image();
  }();
  return image;
}

Result<void> write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return {};
  return fail(ErrorKind::io, "cannot write " + path + ": " + std::strerror(errno));
}

}  // namespace

std::string ApplicationDatabase::schema() {
  return kApplicationSchema + ("PRAGMA user_version=" + std::to_string(kSchemaVersion) + ";");
}

void ApplicationDatabase::remove(const std::string& path) {
  unlink(path.c_str());
  unlink((path + kUnfinished).c_str());
  for (const char* suffix : kBeside) unlink((path + suffix).c_str());
}

Result<std::unique_ptr<ApplicationDatabase>> ApplicationDatabase::create(const std::string& path) {
  remove(path);
  const auto& image = empty_image();
  if (!image) return std::unexpected(image.error());
  if (auto written = write_file(path, *image); !written) return std::unexpected(written.error());
  auto database = Database::open(path, Database::Mode::read_write);
  if (!database) return std::unexpected(database.error());
  auto done = database->execute(kWritingSetup);
  if (done) done = add_task_tables(database->connection());
  if (!done) return std::unexpected(done.error());
  return std::unique_ptr<ApplicationDatabase>(new ApplicationDatabase(*std::move(database)));
}

Result<void> ApplicationDatabase::keep() {
  auto image = database_.image();
  if (!image) return std::unexpected(image.error());
  for (const std::size_t place : kJournalPlaces) image->at(place) = kWithLog;
  const std::string unfinished = path_ + kUnfinished;
  if (auto done = write_file(unfinished, *image); !done) {
    unlink(unfinished.c_str());
    return done;
  }
  // What is beside an older file must not be taken for the new one's.
  for (const char* suffix : kBeside) unlink((path_ + suffix).c_str());
  if (std::rename(unfinished.c_str(), path_.c_str()) == 0) return {};
  const auto failure = fail(ErrorKind::io, "cannot write " + path_ + ": " + std::strerror(errno));
  unlink(unfinished.c_str());
  return failure;
}

Result<void> ApplicationDatabase::migrate(const std::string& path) {
  auto database = Database::open(path, Database::Mode::read_write);
  if (!database) return std::unexpected(database.error());
  const auto version = database->schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version == kSchemaVersion) return {};
  const auto first = std::ranges::find(kApplicationMigrations, *version + 1, &Migration::version);
  if (first == kApplicationMigrations.end()) {
    return fail(ErrorKind::corrupt, "database " + path + " is of version " +
                                        std::to_string(*version) +
                                        ", of which this program knows nothing");
  }
  // No checkpoint is good for another version.
  std::string sql = "BEGIN IMMEDIATE; DELETE FROM checkpoint;";
  for (auto next = first; next != kApplicationMigrations.end(); ++next) sql += next->sql;
  sql += "PRAGMA user_version=" + std::to_string(kSchemaVersion) + "; COMMIT;";
  auto done = database->execute(sql);
  return done ? database->execute("PRAGMA wal_checkpoint(TRUNCATE)") : done;
}

Result<Database> ApplicationDatabase::connect(const std::string& path, Database::Mode mode) {
  if (access(path.c_str(), F_OK) != 0) {
    return fail(ErrorKind::not_found, "there is no database " + path);
  }
  auto database = Database::open(path, mode);
  if (!database) return fail(ErrorKind::unavailable, database.error().message);
  const auto version = database->schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version != kSchemaVersion) {
    return fail(ErrorKind::corrupt, "database " + path + " has another schema version");
  }
  if (auto done = add_task_tables(database->connection()); !done) {
    return std::unexpected(done.error());
  }
  return database;
}

Result<std::unique_ptr<ApplicationDatabase>> ApplicationDatabase::open(const std::string& path,
                                                                       Database::Mode mode) {
  auto database = connect(path, mode);
  if (!database) return std::unexpected(database.error());
  return std::unique_ptr<ApplicationDatabase>(new ApplicationDatabase(*std::move(database)));
}

Result<std::unique_ptr<ApplicationDatabase>> ApplicationDatabase::open_read_only(
    const std::string& path) {
  return open(path, Database::Mode::read_only);
}

Result<std::unique_ptr<ApplicationDatabase>> ApplicationDatabase::open_for_writing(
    const std::string& path) {
  auto database = open(path, Database::Mode::read_write);
  if (!database) return database;
  if (auto done = (*database)->database_.execute(kWritingSetup); !done) {
    return std::unexpected(done.error());
  }
  return database;
}

Result<void> ApplicationDatabase::hide_what_spark_drops(const RetentionLimits& limits) {
  const auto hidden = history::hide_what_spark_drops(database_, limits);
  hides_ = hides_ || !hidden || *hidden;
  if (!hidden) return std::unexpected(hidden.error());
  return {};
}

Result<std::string> ApplicationDatabase::task_text(std::int64_t number) {
  if (const std::string* kept = task_writer.kept().words.find(number)) return *kept;
  TextReader texts(database_);
  const auto text = texts.text(number);
  if (!text) return std::unexpected(text.error());
  return std::string(*text);
}

Result<void> ApplicationDatabase::put_checkpoint(std::string_view state) {
  if (!put_checkpoint_) {
    auto prepared = database_.prepare("INSERT OR REPLACE INTO checkpoint VALUES (1, ?)");
    if (!prepared) return std::unexpected(prepared.error());
    put_checkpoint_.emplace(*std::move(prepared));
  }
  put_checkpoint_->bind_blob(1, state);
  return put_checkpoint_->run();
}

Result<std::string> ApplicationDatabase::checkpoint_state() {
  auto statement = database_.prepare("SELECT state FROM checkpoint");
  if (!statement) return std::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  return *row ? std::string(statement->blob(0)) : std::string();
}

}  // namespace afterglow::history
