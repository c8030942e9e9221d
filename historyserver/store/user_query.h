#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"

// Queries that a person writes, to an application's database. They can read and nothing else.
namespace afterglow::history {

struct SqlBlob {
  std::string_view bytes;
};
// monostate is NULL. Valid until the next row.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string_view, SqlBlob>;

// Where the rows of an answer go. An error ends the query, and is its error.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Result<void> begin(const std::vector<std::string>& columns) = 0;
  virtual Result<void> row(std::span<const SqlValue> values) = 0;
  virtual Result<void> end() = 0;
};

struct TableColumn {
  std::string name;
  std::string type;  // may be empty in views
};
struct TableDescription {
  std::string name;
  std::string kind;  // table, virtual table, view
  std::vector<TableColumn> columns;
};

// A place in a query; lines and columns count from 1, columns and the offset in bytes.
struct SqlPlace {
  std::int64_t line = 1;
  std::int64_t column = 1;
  std::int64_t offset = 0;
  bool operator==(const SqlPlace&) const = default;
};

class UserQuery {
 public:
  struct Limits {
    std::int64_t rows = 0;              // 0: all
    std::chrono::milliseconds time{0};  // 0: for ever
    int value_bytes = 0;                // of any one value, also on the way; 0: as SQLite has it
    // Whether nobody waits for the answer any more; asked ten times a second. May be empty.
    std::function<bool()> given_up = {};
  };
  struct Outcome {
    std::int64_t rows = 0;
    bool cut = false;  // there were more rows than the limit
  };

  // Errors as those of ApplicationDatabase::open_read_only(). A file in a folder that cannot be
  // written is read as well.
  static Result<UserQuery> open(const std::string& path);

  // Runs one SELECT, VALUES or EXPLAIN. ErrorKind::invalid_argument tells what is wrong with it,
  // and where; unavailable: it ran out of time, or was given up.
  Result<Outcome> run(const std::string& sql, const Limits& limits, RowSink& sink);
  // What is wrong with a query before any of it has run; errors as above.
  Result<void> check(const std::string& sql);
  // Where the last error of these two stands, if that is known.
  std::optional<SqlPlace> error_place() const { return error_place_; }

  // All tables and views, by name.
  Result<std::vector<TableDescription>> tables();

 private:
  explicit UserQuery(Database database) : database_(std::move(database)) {}
  Database database_;
  std::optional<SqlPlace> error_place_;
};

// "SELECT * FROM" a table of such a name.
std::string select_all(const std::string& table);

}  // namespace afterglow::history
