#include "historyserver/store/user_query.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>

#include "common/sqlite/sqlite_api.h"
#include "historyserver/store/application_database.h"
#include "historyserver/store/task_table.h"

namespace afterglow::history {
namespace {

using Clock = std::chrono::steady_clock;

// After so many steps of SQLite's machine the clock is looked at: a few thousand times a second.
constexpr int kStepsPerLook = 10'000;
constexpr std::size_t kQuotedSql = 30;

// Pragmas that tell of the schema; an argument names a table.
constexpr std::array<std::string_view, 7> kReadingPragmas = {
    "table_info", "table_xinfo", "table_list",      "index_list",
    "index_info", "index_xinfo", "foreign_key_list"};

// Functions that do more than compute: one loads code, one takes an address for a tokenizer's.
constexpr std::array<std::string_view, 2> kRefusedFunctions = {"fts3_tokenizer", "load_extension"};

bool is_refused(const char* function) {
  return std::ranges::any_of(kRefusedFunctions, [&](std::string_view refused) {
    return sqlite3_stricmp(function, refused.data()) == 0;
  });
}

int authorize(void*, int action, const char* first, const char* second, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_UPDATE:
      // So SQLite sets up json_each and the like when they are first named. Nobody else gets
      // further: the schema may not be modified, and the file is open for reading.
      return std::string_view(first) == "sqlite_master" ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
      return second && is_refused(second) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      if (std::ranges::find(kReadingPragmas, std::string_view(first)) != kReadingPragmas.end()) {
        return SQLITE_OK;
      }
      // The version of the schema is what the virtual tables ask for.
      return std::string_view(first) == "user_version" && !second ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

// What a running query looks at now and then.
struct Watch {
  static constexpr auto kAskEvery = std::chrono::milliseconds(100);

  const UserQuery::Limits& limits;
  Clock::time_point until = Clock::now() + limits.time;
  Clock::time_point next_asked = Clock::now() + kAskEvery;
  bool late = false;
  bool given_up = false;

  bool ends() {
    const auto now = Clock::now();
    late = limits.time.count() > 0 && now >= until;
    if (!late && limits.given_up && now >= next_asked) {
      given_up = limits.given_up();
      next_asked = Clock::now() + kAskEvery;
    }
    return late || given_up;
  }
};

int is_to_end(void* watch) {
  return static_cast<Watch*>(watch)->ends();
}

// For the time of a query: it may only read, and somebody looks at the clock.
class Guard {
 public:
  Guard(sqlite3* connection, Watch& watch)
      : connection_(connection), value_bytes_(sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, -1)) {
    sqlite3_set_authorizer(connection, authorize, nullptr);
    sqlite3_progress_handler(connection, kStepsPerLook, is_to_end, &watch);
    if (const int most = watch.limits.value_bytes; most > 0) {
      sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, most);
    }
  }
  ~Guard() {
    sqlite3_limit(connection_, SQLITE_LIMIT_LENGTH, value_bytes_);
    sqlite3_progress_handler(connection_, 0, nullptr, nullptr);
    sqlite3_set_authorizer(connection_, nullptr, nullptr);
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

 private:
  sqlite3* connection_;
  int value_bytes_;
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

std::unexpected<Error> wrong(const std::string& message) {
  return fail(ErrorKind::invalid_argument, "SQL: " + message);
}

std::unexpected<Error> only_reading() {
  return wrong("refused: a query may only read (SELECT, WITH, VALUES or EXPLAIN)");
}

std::optional<SqlPlace> place_of_error(sqlite3* connection, const std::string& sql) {
  const int offset = sqlite3_error_offset(connection);
  if (offset < 0 || static_cast<std::size_t>(offset) > sql.size()) return {};
  const auto at = static_cast<std::size_t>(offset);
  const auto lines_before = std::count(sql.begin(), sql.begin() + offset, '\n');
  const std::size_t begin = at == 0 ? 0 : sql.rfind('\n', at - 1) + 1;
  return SqlPlace{lines_before + 1, static_cast<std::int64_t>(at - begin) + 1, offset};
}

// What SQLite says, and where in the query if it knows.
std::unexpected<Error> sql_error(sqlite3* connection, const std::string& sql) {
  const int code = sqlite3_errcode(connection) & 0xff;
  if (code == SQLITE_AUTH) return only_reading();
  const std::string message = sqlite3_errmsg(connection);
  if (code == SQLITE_CORRUPT)
    return fail(ErrorKind::corrupt, "the database is damaged: " + message);
  const auto place = place_of_error(connection, sql);
  if (!place) return wrong(message);
  std::string rest = sql.substr(static_cast<std::size_t>(place->offset), kQuotedSql);
  std::ranges::replace(rest, '\n', ' ');
  return wrong(message + ", at line " + std::to_string(place->line) + ", column " +
               std::to_string(place->column) + (rest.empty() ? "" : ": " + rest));
}

Result<Prepared> prepare(sqlite3* connection, const std::string& sql,
                         std::optional<SqlPlace>& error_place) {
  const auto one = [&](const char* from, const char** rest) -> Result<Prepared> {
    sqlite3_stmt* statement = nullptr;
    const auto size = static_cast<int>(sql.data() + sql.size() - from);
    if (sqlite3_prepare_v2(connection, from, size, &statement, rest) != SQLITE_OK) {
      error_place = place_of_error(connection, sql);
      return sql_error(connection, sql);
    }
    return Prepared(statement);
  };
  const char* rest = nullptr;
  auto statement = one(sql.data(), &rest);
  if (!statement) return statement;
  if (!*statement) return wrong("there is no query");
  // Comments may follow, and nothing else.
  for (const char* end = sql.data() + sql.size(); rest < end;) {
    const auto more = one(rest, &rest);
    if (!more || *more) {
      error_place.reset();
      return wrong("only one query at a time");
    }
    if (!*more) break;
  }
  if (!sqlite3_stmt_readonly(statement->get()) || sqlite3_column_count(statement->get()) == 0) {
    return only_reading();
  }
  return statement;
}

SqlValue value_at(sqlite3_stmt* row, int column) {
  const auto bytes = [&](const void* data) {
    return std::string_view(static_cast<const char*>(data),
                            static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
  };
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(row, column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(row, column);
    case SQLITE_TEXT:
      return bytes(sqlite3_column_text(row, column));
    case SQLITE_BLOB:
      return SqlBlob{bytes(sqlite3_column_blob(row, column))};
    default:
      return {};
  }
}

// Where the folder cannot be written, SQLite cannot make the file that readers share: then the
// database is taken as it stands, if nothing waits beside it to become a part of it.
bool stands_alone(const std::string& path) {
  struct stat log {};
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 &&
         (stat((path + "-wal").c_str(), &log) != 0 || log.st_size == 0);
}

}  // namespace

Result<UserQuery> UserQuery::open(const std::string& path) {
  auto database = ApplicationDatabase::connect(path, Database::Mode::read_only);
  if (!database && database.error().kind != ErrorKind::corrupt && stands_alone(path)) {
    database = ApplicationDatabase::connect(path, Database::Mode::immutable);
  }
  if (!database) return std::unexpected(database.error());
  if (auto done = add_task_views(database->connection()); !done) {
    return std::unexpected(done.error());
  }
  // SQLite sets these up when they are first named, with rights that run() refuses.
  const auto named = database->prepare("SELECT 1 FROM task, task_sql_metric");
  if (!named) return std::unexpected(named.error());
  return UserQuery(*std::move(database));
}

Result<void> UserQuery::check(const std::string& sql) {
  error_place_.reset();
  const Limits none;
  Watch watch{none};
  const Guard guard(database_.connection(), watch);
  const auto statement = prepare(database_.connection(), sql, error_place_);
  if (!statement) return std::unexpected(statement.error());
  return {};
}

Result<UserQuery::Outcome> UserQuery::run(const std::string& sql, const Limits& limits,
                                          RowSink& sink) {
  sqlite3* connection = database_.connection();
  error_place_.reset();
  Watch watch{limits};
  const Guard guard(connection, watch);

  const auto statement = prepare(connection, sql, error_place_);
  if (!statement) return std::unexpected(statement.error());
  sqlite3_stmt* const row = statement->get();
  std::vector<std::string> columns;
  for (int i = 0; i < sqlite3_column_count(row); ++i) {
    columns.emplace_back(sqlite3_column_name(row, i));
  }
  if (auto done = sink.begin(columns); !done) return std::unexpected(done.error());
  Outcome outcome;
  std::vector<SqlValue> values(columns.size());
  for (;;) {
    const int code = sqlite3_step(row);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) {
      if (watch.given_up) return fail(ErrorKind::unavailable, "nobody waits for the query");
      if (watch.late) {
        std::ostringstream seconds;
        seconds << static_cast<double>(limits.time.count()) / 1000;
        return fail(ErrorKind::unavailable, "the query took longer than " + seconds.str() + " s");
      }
      return sql_error(connection, sql);
    }
    if (limits.rows > 0 && outcome.rows == limits.rows) {
      outcome.cut = true;
      break;
    }
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = value_at(row, static_cast<int>(i));
    if (auto done = sink.row(values); !done) return std::unexpected(done.error());
    ++outcome.rows;
  }
  if (auto done = sink.end(); !done) return std::unexpected(done.error());
  return outcome;
}

Result<std::vector<TableDescription>> UserQuery::tables() {
  auto tables = database_.prepare(
      "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') "
      "  AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
      "UNION ALL SELECT name, type FROM sqlite_temp_schema WHERE type = 'view' "
      "UNION ALL SELECT 'task', 'virtual table' UNION ALL SELECT 'task_sql_metric', 'virtual "
      "table' "
      "ORDER BY name");
  if (!tables) return std::unexpected(tables.error());
  auto columns = database_.prepare("SELECT name, type FROM pragma_table_info(?)");
  if (!columns) return std::unexpected(columns.error());
  std::vector<TableDescription> list;
  for (;;) {
    const auto more = tables->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return list;
    TableDescription& table = list.emplace_back();
    table.name = tables->text(0);
    table.kind = tables->text(1);
    columns->bind(1, table.name);
    for (;;) {
      const auto column = columns->step();
      if (!column) return std::unexpected(column.error());
      if (!*column) break;
      table.columns.push_back({std::string(columns->text(0)), std::string(columns->text(1))});
    }
    columns->reset();
  }
}

std::string select_all(const std::string& table) {
  std::string name;
  for (const char c : table) name.append(c == '"' ? 2 : 1, c);
  return "SELECT * FROM \"" + name + "\"";
}

}  // namespace afterglow::history
