#include "common/sqlite/database.h"

#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/sqlite/sqlite_api.h"

namespace afterglow {

// Prepared statements of a connection that nobody uses just now, by their words.
class KeptStatements {
 public:
  KeptStatements() = default;
  KeptStatements(const KeptStatements&) = delete;
  KeptStatements& operator=(const KeptStatements&) = delete;
  ~KeptStatements() {
    for (const auto& [sql, idle] : statements_) {
      for (sqlite3_stmt* const statement : idle) sqlite3_finalize(statement);
    }
  }

  // Null when none has these words.
  sqlite3_stmt* take(const std::string& sql) {
    const auto found = statements_.find(sql);
    if (found == statements_.end() || found->second.empty()) return nullptr;
    sqlite3_stmt* const statement = found->second.back();
    found->second.pop_back();
    return statement;
  }

  void keep(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    const std::string_view sql = sqlite3_sql(statement);
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.try_emplace(std::string(sql)).first;
    found->second.push_back(statement);
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>, Hash, std::equal_to<>> statements_;
};

namespace {

// How long a statement waits for another connection's lock.
constexpr int kBusyTimeoutMs = 10'000;

ErrorKind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_CANTOPEN:
      return ErrorKind::not_found;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::corrupt;
    default:
      return ErrorKind::io;
  }
}

// As a URI, whose own signs in the path are masked.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    uri += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string(1, c);
  }
  return uri + "?immutable=1";
}

std::unexpected<Error> sqlite_error(sqlite3* connection) {
  const char* file = sqlite3_db_filename(connection, "main");
  return fail(kind_of(sqlite3_errcode(connection)),
              "database " + std::string(file ? file : "") + ": " + sqlite3_errmsg(connection));
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const {
  if (owner == Owner::self) sqlite3_close_v2(connection);
}
void Database::Drop::operator()(KeptStatements* kept) const {
  delete kept;
}
void Statement::GiveUp::operator()(sqlite3_stmt* statement) const {
  if (kept) {
    kept->keep(statement);
  } else {
    sqlite3_finalize(statement);
  }
}

Result<Database> Database::open(const std::string& path, Mode mode) {
  // Nobody asks how much memory SQLite has; counting it takes a lock of all connections each time.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  int flags = SQLITE_OPEN_NOMUTEX;
  flags |=
      mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  if (mode == Mode::immutable) flags |= SQLITE_OPEN_URI;
  const std::string name = mode == Mode::immutable ? immutable_uri(path) : path;
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &connection, flags, nullptr);
  Database database(connection);
  if (code != SQLITE_OK) {
    return fail(kind_of(code), "cannot open database " + path + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(connection, kBusyTimeoutMs);
  return database;
}

void Database::keep_statements() {
  if (!kept_) kept_.reset(new KeptStatements);
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
    return {};
  }
  return sqlite_error(connection_.get());
}

bool Database::rest() {
  sqlite3* const connection = connection_.get();
  sqlite3_stmt* statement = nullptr;
  while ((statement = sqlite3_next_stmt(connection, statement)) != nullptr) {
    if (sqlite3_stmt_busy(statement) != 0) return false;
  }
  if (sqlite3_get_autocommit(connection) == 0 && !execute("ROLLBACK")) return false;
  sqlite3_db_release_memory(connection);  // pages, which the system caches as well
  return true;
}

Result<std::string> Database::image() {
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(connection_.get(), "main", &size, 0);
  if (bytes == nullptr) return sqlite_error(connection_.get());
  std::string image(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  return image;
}

Result<Statement> Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = kept_ ? kept_->take(sql) : nullptr;
  if (statement || sqlite3_prepare_v2(connection_.get(), sql.c_str(), static_cast<int>(sql.size()),
                                      &statement, nullptr) == SQLITE_OK) {
    return Statement(statement, kept_.get());
  }
  return sqlite_error(connection_.get());
}

Result<std::int64_t> Database::schema_version() {
  auto statement = prepare("PRAGMA user_version");
  if (!statement) return std::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  return statement->integer(0);
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
}
void Statement::bind(int index, std::string_view value) {
  sqlite3_bind_text(statement_.get(), index, value.data(), static_cast<int>(value.size()),
                    SQLITE_TRANSIENT);
}
void Statement::bind_blob(int index, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC);
}
void Statement::bind_real(int index, double value) {
  sqlite3_bind_double(statement_.get(), index, value);
}
void Statement::bind_null(int index) {
  sqlite3_bind_null(statement_.get(), index);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(sqlite3_db_handle(statement_.get()));
}

Result<void> Statement::run() {
  auto row = step();
  reset();
  if (!row) return std::unexpected(row.error());
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}
double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}
std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}
std::string_view Statement::blob(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace afterglow
