#pragma once

// Internal to store/: how a class becomes a read-only virtual table of SQLite. A table is a type
// that tells
//
//   static constexpr const char* name;
//   static std::string declaration();                "CREATE TABLE x(...)"
//   static Result<void> check(Database& database);   whether it can be read
//   static void plan(sqlite3_index_info& info);      xBestIndex
//   class Cursor, with
//   static Result<Cursor> Cursor::open(Database&);
//   Result<void> Cursor::start(int plan, std::span<sqlite3_value*> arguments);  xFilter
//   Result<void> Cursor::next();
//   bool Cursor::at_end() const;
//   Result<void> Cursor::column(sqlite3_context* to, int column);
//   std::int64_t Cursor::rowid() const;
//
// It is there as soon as its module is: nobody has to create it in the database.

#include <span>
#include <string>

#include "common/sqlite/sqlite_api.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

template <typename Table>
class VirtualTable {
 public:
  static int add_to(sqlite3* connection) {
    static const sqlite3_module module = make_module();
    return sqlite3_create_module_v2(connection, Table::name, &module, nullptr, nullptr);
  }

 private:
  using Cursor = typename Table::Cursor;

  struct Instance : sqlite3_vtab {
    explicit Instance(sqlite3* connection)
        : sqlite3_vtab(), database(Database::borrow(connection)) {}
    Database database;
  };
  struct OpenCursor : sqlite3_vtab_cursor {
    explicit OpenCursor(Cursor opened) : sqlite3_vtab_cursor(), cursor(std::move(opened)) {}
    Cursor cursor;
  };

  static sqlite3_module make_module() {
    sqlite3_module module{};
    module.iVersion = 1;
    module.xConnect = connect;
    module.xBestIndex = best_index;
    module.xDisconnect = disconnect;
    module.xOpen = open;
    module.xClose = close;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = eof;
    module.xColumn = column;
    module.xRowid = rowid;
    return module;
  }

  static Cursor& cursor_of(sqlite3_vtab_cursor* cursor) {
    return static_cast<OpenCursor*>(cursor)->cursor;
  }
  static int fail_with(sqlite3_vtab* table, const Error& error) {
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("%s", error.message.c_str());
    return error.kind == ErrorKind::corrupt ? SQLITE_CORRUPT : SQLITE_ERROR;
  }
  static int code_of(sqlite3_vtab* table, const Result<void>& done) {
    return done ? SQLITE_OK : fail_with(table, done.error());
  }

  static int connect(sqlite3* connection, void*, int, const char* const*, sqlite3_vtab** made,
                     char** problem) {
    auto database = Database::borrow(connection);
    if (auto usable = Table::check(database); !usable) {
      *problem = sqlite3_mprintf("%s", usable.error().message.c_str());
      return SQLITE_ERROR;
    }
    const int code = sqlite3_declare_vtab(connection, Table::declaration().c_str());
    if (code == SQLITE_OK) *made = new Instance(connection);
    return code;
  }
  static int disconnect(sqlite3_vtab* table) {
    delete static_cast<Instance*>(table);
    return SQLITE_OK;
  }
  static int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    Table::plan(*info);
    return SQLITE_OK;
  }
  static int open(sqlite3_vtab* table, sqlite3_vtab_cursor** made) {
    auto cursor = Cursor::open(static_cast<Instance*>(table)->database);
    if (!cursor) return fail_with(table, cursor.error());
    *made = new OpenCursor(*std::move(cursor));
    return SQLITE_OK;
  }
  static int close(sqlite3_vtab_cursor* cursor) {
    delete static_cast<OpenCursor*>(cursor);
    return SQLITE_OK;
  }
  static int filter(sqlite3_vtab_cursor* cursor, int plan, const char*, int count,
                    sqlite3_value** arguments) {
    return code_of(cursor->pVtab, cursor_of(cursor).start(
                                      plan, std::span(arguments, static_cast<std::size_t>(count))));
  }
  static int next(sqlite3_vtab_cursor* cursor) {
    return code_of(cursor->pVtab, cursor_of(cursor).next());
  }
  static int eof(sqlite3_vtab_cursor* cursor) { return cursor_of(cursor).at_end(); }
  static int column(sqlite3_vtab_cursor* cursor, sqlite3_context* to, int number) {
    return code_of(cursor->pVtab, cursor_of(cursor).column(to, number));
  }
  static int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* to) {
    *to = cursor_of(cursor).rowid();
    return SQLITE_OK;
  }
};

}  // namespace afterglow::history
