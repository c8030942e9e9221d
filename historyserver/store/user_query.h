#pragma once

#include <chrono>
#include <cstdint>
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

class UserQuery {
 public:
  struct Limits {
    std::int64_t rows = 0;              // 0: all
    std::chrono::milliseconds time{0};  // 0: for ever
  };
  struct Outcome {
    std::int64_t rows = 0;
    bool cut = false;  // there were more rows than the limit
  };

  // Errors as those of ApplicationDatabase::open_read_only(). A file in a folder that cannot be
  // written is read as well.
  static Result<UserQuery> open(const std::string& path);

  // Runs one SELECT, VALUES or EXPLAIN. ErrorKind::invalid_argument tells what is wrong with it,
  // and where; unavailable: it ran out of time.
  Result<Outcome> run(const std::string& sql, const Limits& limits, RowSink& sink);

  // All tables and views, by name.
  Result<std::vector<TableDescription>> tables();

 private:
  explicit UserQuery(Database database) : database_(std::move(database)) {}
  Database database_;
};

// "SELECT * FROM" a table of such a name.
std::string select_all(const std::string& table);

}  // namespace afterglow::history
