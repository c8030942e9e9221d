#include "historyserver/query/commands.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>

#include "historyserver/query/find_database.h"
#include "historyserver/query/output.h"

namespace afterglow::history {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

void say(const std::string& text) {
  std::fprintf(stderr, "afterglow-history: %s\n", text.c_str());
}

Result<UserQuery> open_database(const QueryOptions& options, const std::string& store_folder) {
  if (options.database) return UserQuery::open(*options.database);
  const auto found = find_database(store_folder, options.application);
  if (!found) return std::unexpected(found.error());
  if (!found->note.empty()) say(found->note);
  auto opened = UserQuery::open(found->path);
  if (opened || opened.error().kind != ErrorKind::corrupt) return opened;
  return fail(ErrorKind::corrupt,
              opened.error().message + "; start the server with this store to have it made again");
}

Result<void> list_tables(UserQuery& database) {
  const auto tables = database.tables();
  if (!tables) return std::unexpected(tables.error());
  Output output(stdout);
  for (const TableDescription& table : *tables) {
    std::string text = table.name + " (" + table.kind + ")\n";
    for (const TableColumn& column : table.columns) {
      text += "  " + column.name + (column.type.empty() ? "" : " ") + column.type + "\n";
    }
    if (auto done = output.write(text); !done) return done;
  }
  return output.flush();
}

Result<void> query(const QueryOptions& options, UserQuery& database) {
  std::string sql = options.sql;
  if (sql == "-") sql.assign(std::istreambuf_iterator<char>(std::cin), {});
  const RowFormat usual = isatty(STDOUT_FILENO) ? RowFormat::table : RowFormat::csv;
  Output output(stdout);
  const auto sink = make_row_sink(options.format.value_or(usual), output);
  const auto answer = database.run(sql, {options.limit, options.timeout}, *sink);
  if (!answer) {
    // What came before is of use, and a list of JSON that does not end says that it is cut.
    [[maybe_unused]] const auto flushed = output.flush();
    if (answer.error().kind != ErrorKind::unavailable) return std::unexpected(answer.error());
    return fail(ErrorKind::unavailable, answer.error().message + "; allow more with --timeout");
  }
  if (answer->cut) {
    say("there are more than these " + std::to_string(answer->rows) +
        " rows; show more with --limit (0: all)");
  }
  return {};
}

Result<void> check_table(UserQuery& database, const std::string& name) {
  const auto tables = database.tables();
  if (!tables) return std::unexpected(tables.error());
  std::string names;
  for (const TableDescription& table : *tables) {
    if (table.name == name) return {};
    names += (names.empty() ? "" : ", ") + table.name;
  }
  return fail(ErrorKind::not_found, "there is no table '" + name + "'; there is " + names);
}

Result<void> write_table(const QueryOptions& options, UserQuery& database, std::FILE* file) {
  Output output(file);
  const auto sink = make_row_sink(*options.format, output);
  const auto answer = database.run(select_all(options.table), {}, *sink);
  if (!answer) return std::unexpected(answer.error());
  return {};
}

// Under another name until it is whole.
Result<void> export_table(const QueryOptions& options, UserQuery& database) {
  if (auto found = check_table(database, options.table); !found) return found;
  if (!options.output) return write_table(options, database, stdout);
  const std::string part = *options.output + ".part";
  File file(std::fopen(part.c_str(), "wb"));
  if (!file) return fail(ErrorKind::io, "cannot write " + part);
  auto done = write_table(options, database, file.get());
  if (std::fclose(file.release()) != 0 && done) done = fail(ErrorKind::io, "cannot write " + part);
  if (done && std::rename(part.c_str(), options.output->c_str()) != 0) {
    done = fail(ErrorKind::io, "cannot write " + *options.output);
  }
  if (!done) std::remove(part.c_str());
  return done;
}

}  // namespace

Result<void> run_query_command(const QueryOptions& options, const std::string& store_folder) {
  auto database = open_database(options, store_folder);
  if (!database) return std::unexpected(database.error());
  if (options.command == QueryCommand::export_table) return export_table(options, *database);
  return options.tables ? list_tables(*database) : query(options, *database);
}

}  // namespace afterglow::history
