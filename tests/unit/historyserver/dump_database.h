#pragma once

#include <sqlite3.h>

#include <string>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

// Every row of every table as text, in the order of the columns, but for the checkpoint's form:
// two databases with the same dump answer every question alike.
inline std::string dump_database(const std::string& path) {
  sqlite3* connection = nullptr;
  EXPECT_EQ(sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  const auto query = [&](const std::string& sql, auto&& take) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sql;
    while (sqlite3_step(statement) == SQLITE_ROW) take(statement);
    sqlite3_finalize(statement);
  };
  std::vector<std::string> tables;
  query(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'checkpoint' ORDER BY name",
      [&](sqlite3_stmt* row) {
        tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(row, 0)));
      });
  std::string dump;
  for (const std::string& table : tables) {
    std::string columns;
    query("SELECT name FROM pragma_table_info('" + table + "')", [&](sqlite3_stmt* row) {
      columns += (columns.empty() ? "" : " || ' | ' || ") + std::string("quote(\"") +
                 reinterpret_cast<const char*>(sqlite3_column_text(row, 0)) + "\")";
    });
    dump += "== " + table + "\n";
    query("SELECT " + columns + " AS line FROM \"" + table + "\" ORDER BY line",
          [&](sqlite3_stmt* row) {
            dump += reinterpret_cast<const char*>(sqlite3_column_text(row, 0));
            dump += '\n';
          });
  }
  sqlite3_close(connection);
  return dump;
}

}  // namespace afterglow::history
