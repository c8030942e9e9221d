#include "historyserver/store/application_database.h"

#include <unistd.h>

#include "historyserver/store/schema.h"

namespace afterglow::history {
namespace {

void remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) unlink((path + suffix).c_str());
}

}  // namespace

Result<std::unique_ptr<ApplicationDatabase>> ApplicationDatabase::create(const std::string& path) {
  remove_database(path);
  auto database = Database::open(path, Database::Mode::read_write);
  if (!database) return std::unexpected(database.error());
  // Everything can be made again from the log, so a lost power supply may cost the newest rows.
  const std::string setup = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; BEGIN;" +
                            std::string(kApplicationSchema) +
                            "PRAGMA user_version=" + std::to_string(kSchemaVersion) + "; COMMIT;";
  if (auto done = database->execute(setup); !done) return std::unexpected(done.error());
  return std::unique_ptr<ApplicationDatabase>(new ApplicationDatabase(*std::move(database)));
}

Result<std::unique_ptr<ApplicationDatabase>> ApplicationDatabase::open_read_only(
    const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) {
    return fail(ErrorKind::not_found, "there is no database " + path);
  }
  auto database = Database::open(path, Database::Mode::read_only);
  if (!database) return fail(ErrorKind::unavailable, database.error().message);
  const auto version = database->schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version != kSchemaVersion) {
    return fail(ErrorKind::corrupt, "database " + path + " has another schema version");
  }
  return std::unique_ptr<ApplicationDatabase>(new ApplicationDatabase(*std::move(database)));
}

}  // namespace afterglow::history
