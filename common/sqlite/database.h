#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace afterglow {

class KeptStatements;
class Statement;

// One SQLite connection. Used by one thread at a time; different connections to the same file may
// work side by side (write-ahead log): one writes, any number read.
class Database {
 public:
  // immutable: nobody writes the file meanwhile, so that no locks are needed, nor files beside it.
  enum class Mode { read_write, read_only, immutable };

  // read_write creates the file. ErrorKind::not_found or io, with the path in the message.
  static Result<Database> open(const std::string& path, Mode mode);
  // A connection of somebody else's, who closes it: for functions that SQLite calls.
  static Database borrow(sqlite3* connection) { return Database(connection, Owner::other); }

  // From now on, statements that are given up are ready for the next prepare() of the same words.
  void keep_statements();

  Result<void> execute(const std::string& sql);
  Result<Statement> prepare(const std::string& sql);

  // Ends what is under way, so that nothing of the file is locked, and gives up its memory but for
  // what is known of the schema. False when a statement is not at its end.
  bool rest();

  // The bytes of a file that would hold the same.
  Result<std::string> image();

  // PRAGMA user_version: the version of the schema in the file, 0 for an empty file.
  Result<std::int64_t> schema_version();

  sqlite3* connection() { return connection_.get(); }

 private:
  enum class Owner { self, other };
  struct Close {
    Owner owner = Owner::self;
    void operator()(sqlite3* connection) const;
  };
  struct Drop {
    void operator()(KeptStatements* kept) const;
  };
  explicit Database(sqlite3* connection, Owner owner = Owner::self)
      : connection_(connection, Close{owner}) {}
  std::unique_ptr<sqlite3, Close> connection_;
  std::unique_ptr<KeptStatements, Drop> kept_;
};

// A prepared statement; must not outlive its Database. Parameters count from 1, columns from 0.
class Statement {
 public:
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view value);       // copied
  void bind_blob(int index, std::string_view bytes);  // must live until the statement has run
  void bind_real(int index, double value);
  void bind_null(int index);

  // True when a row can be read, false at the end.
  Result<bool> step();
  // Runs a statement that answers no rows, and makes it ready for the next run.
  Result<void> run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  // valid until the next step
  std::string_view blob(int column) const;  // valid until the next step

  sqlite3_stmt* handle() { return statement_.get(); }

 private:
  friend class Database;
  struct GiveUp {
    KeptStatements* kept = nullptr;
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3_stmt* statement, KeptStatements* kept) : statement_(statement, GiveUp{kept}) {}
  std::unique_ptr<sqlite3_stmt, GiveUp> statement_;
};

}  // namespace afterglow
