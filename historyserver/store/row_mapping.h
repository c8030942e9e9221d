#pragma once

// How row structs meet table columns: a row type lists its columns once (RowColumns<Row>), and
// inserting, reading and the SQL for both follow from the list.

#include <concepts>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "historyserver/model/task_metric.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"

namespace afterglow::history {

template <typename Row, typename Value>
struct Column {
  const char* name;
  Value Row::*member;
};

// Specialised beside each row: `table` is the table's name, `columns` a tuple of Column.
template <typename Row>
struct RowColumns;

// One field may span several columns (metrics); most are one.
template <typename Value>
constexpr int column_span() {
  return std::same_as<Value, TaskMetricValues> ? static_cast<int>(kTaskMetricCount) : 1;
}

template <typename Value>
std::string column_names(const char* name) {
  if constexpr (std::same_as<Value, TaskMetricValues>) {
    std::string names;
    for (const auto column : kTaskMetricColumns) {
      names += (names.empty() ? "" : ", ") + std::string(column);
    }
    return names;
  } else {
    return name;
  }
}

inline void bind_value(Statement& to, int index, std::int64_t value) {
  to.bind(index, value);
}
inline void bind_value(Statement& to, int index, double value) {
  to.bind_real(index, value);
}
inline void bind_value(Statement& to, int index, bool value) {
  to.bind(index, std::int64_t{value});
}
inline void bind_value(Statement& to, int index, const std::string& value) {
  to.bind(index, value);
}
inline void bind_value(Statement& to, int index, const TaskMetricValues& value) {
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    to.bind(index + static_cast<int>(i), value.at_index(i));
  }
}
template <typename Value>
void bind_value(Statement& to, int index, const std::optional<Value>& value) {
  if (value) {
    bind_value(to, index, *value);
  } else {
    to.bind_null(index);
  }
}
template <typename Value>
requires requires(const Value& value) {
  to_json_text(value);
}
void bind_value(Statement& to, int index, const Value& value) {
  to.bind(index, to_json_text(value));
}
inline void bind_value(Statement& to, int index, const ExecutorMetricPeaks& value) {
  if (value.is_set()) {
    to.bind(index, to_json_text(value));
  } else {
    to.bind_null(index);
  }
}

inline void read_value(const Statement& from, int column, std::int64_t& value) {
  value = from.integer(column);
}
inline void read_value(const Statement& from, int column, double& value) {
  value = from.real(column);
}
inline void read_value(const Statement& from, int column, bool& value) {
  value = from.integer(column) != 0;
}
inline void read_value(const Statement& from, int column, std::string& value) {
  value = from.text(column);
}
inline void read_value(const Statement& from, int column, TaskMetricValues& value) {
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    value.at_index(i) = from.integer(column + static_cast<int>(i));
  }
}
template <typename Value>
void read_value(const Statement& from, int column, std::optional<Value>& value) {
  if (from.is_null(column)) {
    value.reset();
  } else {
    read_value(from, column, value.emplace());
  }
}
template <typename Value>
requires requires(Value& value) {
  from_json_text(std::string_view(), value);
}
void read_value(const Statement& from, int column, Value& value) {
  if (from.is_null(column)) {
    value = {};
  } else {
    from_json_text(from.text(column), value);
  }
}

template <typename Row, typename Visit>
void for_each_column(Visit&& visit) {
  std::apply([&](const auto&... column) { (visit(column), ...); }, RowColumns<Row>::columns);
}

template <typename Row, typename Value>
std::string names_of(const Column<Row, Value>& column) {
  return column_names<Value>(column.name);
}
template <typename Row, typename Value>
constexpr int span_of(const Column<Row, Value>&) {
  return column_span<Value>();
}

// "a, b, c": every column of the row. Made once: it takes longer than reading a few rows.
template <typename Row>
const std::string& column_list() {
  static const std::string columns = [] {
    std::string list;
    for_each_column<Row>(
        [&](const auto& column) { list += (list.empty() ? "" : ", ") + names_of(column); });
    return list;
  }();
  return columns;
}

template <typename Row>
const std::string& upsert_sql() {
  static const std::string sql = [] {
    int count = 0;
    for_each_column<Row>([&](const auto& column) { count += span_of(column); });
    std::string marks = "?";
    for (int i = 1; i < count; ++i) marks += ", ?";
    return std::string("INSERT OR REPLACE INTO ") + RowColumns<Row>::table + " (" +
           column_list<Row>() + ") VALUES (" + marks + ")";
  }();
  return sql;
}

// "SELECT a, b, c FROM table <rest>"
template <typename Row>
std::string select_sql(const std::string& rest) {
  return "SELECT " + column_list<Row>() + " FROM " + RowColumns<Row>::table + " " + rest;
}

// Runs a statement made from upsert_sql<Row>().
template <typename Row>
Result<void> upsert(Statement& statement, const Row& row) {
  int index = 1;
  for_each_column<Row>([&](const auto& column) {
    bind_value(statement, index, row.*(column.member));
    index += span_of(column);
  });
  return statement.run();
}

// The current row of a statement made from select_sql<Row>().
template <typename Row>
Row read_row(const Statement& statement) {
  Row row;
  int index = 0;
  for_each_column<Row>([&](const auto& column) {
    read_value(statement, index, row.*(column.member));
    index += span_of(column);
  });
  return row;
}

// All rows of a statement made from select_sql<Row>(), with `parameters` bound in order.
template <typename Row, typename... Parameters>
Result<std::vector<Row>> bound_rows(Statement& statement, const Parameters&... parameters) {
  int index = 1;
  (bind_value(statement, index++, parameters), ...);
  std::vector<Row> rows;
  for (;;) {
    const auto more = statement.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(read_row<Row>(statement));
  }
}

// All rows of select_sql<Row>(rest), likewise.
template <typename Row, typename... Parameters>
Result<std::vector<Row>> select_rows(Database& database, const std::string& rest,
                                     const Parameters&... parameters) {
  auto statement = database.prepare(select_sql<Row>(rest));
  if (!statement) return std::unexpected(statement.error());
  return bound_rows<Row>(*statement, parameters...);
}

// The same with a statement that is prepared at the first use. Nothing stays locked.
template <typename Row, typename... Parameters>
Result<std::vector<Row>> cached_select_rows(Database& database, std::optional<Statement>& statement,
                                            const std::string& rest,
                                            const Parameters&... parameters) {
  if (!statement) {
    auto prepared = database.prepare(select_sql<Row>(rest));
    if (!prepared) return std::unexpected(prepared.error());
    statement.emplace(*std::move(prepared));
  }
  auto rows = bound_rows<Row>(*statement, parameters...);
  statement->reset();
  return rows;
}

template <typename Row, typename... Parameters>
Result<std::optional<Row>> select_row(Database& database, const std::string& rest,
                                      const Parameters&... parameters) {
  auto rows = select_rows<Row>(database, rest, parameters...);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

// Inserts or replaces with a statement that is prepared at the first use.
template <typename Row>
Result<void> cached_upsert(Database& database, std::optional<Statement>& statement,
                           const Row& row) {
  if (!statement) {
    auto prepared = database.prepare(upsert_sql<Row>());
    if (!prepared) return std::unexpected(prepared.error());
    statement.emplace(*std::move(prepared));
  }
  return upsert(*statement, row);
}

inline Result<void> delete_all(Database& database, const std::string& table) {
  auto statement = database.prepare("DELETE FROM " + table);
  return statement ? statement->run() : std::unexpected(statement.error());
}

// "column IN ('a', 'b')", or "1" when `values` is empty. The values are fixed words of ours.
inline std::string any_of(const std::string& column, const std::vector<std::string>& values) {
  if (values.empty()) return "1";
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "'" : ", '") + value + "'";
  return column + " IN (" + list + ")";
}

}  // namespace afterglow::history
