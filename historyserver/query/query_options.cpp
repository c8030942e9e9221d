#include "historyserver/query/query_options.h"

#include <array>
#include <charconv>
#include <span>
#include <string_view>

#include "common/base/quantities.h"

namespace afterglow::history {
namespace {

constexpr std::array kQueryOptions = std::to_array<CommandOption>({
    {"format", "FORMAT", "table, csv, json or ndjson (default: table on a terminal, else csv)"},
    {"limit", "ROWS", "stop after so many rows (default 10000; 0: never)"},
    {"timeout", "TIME", "stop after so many seconds (default 30; 0: never)"},
    {"tables", "", "list the tables and their columns"},
    {"database", "FILE", "read this file instead of the database of an application"},
});
constexpr std::array kExportOptions = std::to_array<CommandOption>({
    {"table", "TABLE", "what to export: task, stage, ... (required)"},
    {"format", "FORMAT", "csv or ndjson (required)"},
    {"output", "FILE", "write to this file instead of standard output"},
    {"database", "FILE", "read this file instead of the database of an application"},
});

std::span<const CommandOption> own_options(QueryCommand command) {
  if (command == QueryCommand::query) return kQueryOptions;
  return kExportOptions;
}

Result<void> set_format(QueryOptions& options, const std::string& name) {
  if (name == "parquet") {
    return fail(ErrorKind::unsupported,
                "Parquet is not written by this build: Debian has no library for it. Export csv "
                "and convert it; docs/schema.md says how");
  }
  options.format = row_format(name);
  const bool is_export = options.command == QueryCommand::export_table;
  const bool fits = options.format && (!is_export || *options.format == RowFormat::csv ||
                                       *options.format == RowFormat::ndjson);
  if (fits) return {};
  return wrong_words("--format " + name + ": expected " +
                     (is_export ? "csv or ndjson" : "table, csv, json or ndjson"));
}

Result<void> set_limits(QueryOptions& options, const CommandWords& found) {
  if (const auto limit = found.text("limit")) {
    const char* end = limit->data() + limit->size();
    const auto [stop, error] = std::from_chars(limit->data(), end, options.limit);
    if (error != std::errc() || stop != end || options.limit < 0) {
      return wrong_words("--limit " + *limit + ": expected a number of rows");
    }
  }
  if (const auto timeout = found.text("timeout")) {
    const auto time = parse_duration(*timeout, std::chrono::seconds(1));
    if (!time || time->count() < 0 || *time > std::chrono::hours(24 * 365)) {
      return wrong_words("--timeout " + *timeout + ": expected a time such as 30 or 5min");
    }
    options.timeout = *time;
  }
  return {};
}

// APP "SELECT ..."; the file of --database stands for the application.
Result<void> set_words(QueryOptions& options, const std::vector<std::string>& words) {
  const bool needs_sql = options.command == QueryCommand::query && !options.tables;
  std::size_t next = 0;
  if (!options.database) {
    if (words.empty()) return wrong_words("which application? Name it, or a file with --database");
    options.application = words[next++];
  }
  if (needs_sql) {
    if (next == words.size())
      return wrong_words("what to ask? Give a query, - to read it, or --tables");
    options.sql = words[next++];
  }
  if (next < words.size()) {
    return wrong_words("too many words: '" + words[next] + "'; put a query in quotes");
  }
  return {};
}

}  // namespace

std::optional<QueryCommand> query_command(const char* word) {
  if (std::string_view(word) == "query") return QueryCommand::query;
  if (std::string_view(word) == "export") return QueryCommand::export_table;
  return {};
}

Result<QueryOptions> parse_query_options(QueryCommand command, int argc, const char* const* argv) {
  const auto found = CommandWords::parse(own_options(command), argc, argv);
  if (!found) return std::unexpected(found.error());
  QueryOptions options;
  found->fill(options);
  options.command = command;
  if (options.help) return options;
  options.tables = found->has("tables");
  options.database = found->text("database");
  options.output = found->text("output");
  options.table = found->text("table").value_or("");
  Result<void> done;
  if (const auto format = found->text("format")) done = set_format(options, *format);
  if (done) done = set_limits(options, *found);
  if (done) done = set_words(options, found->words());
  if (!done) return std::unexpected(done.error());
  if (command == QueryCommand::export_table && (options.table.empty() || !options.format)) {
    return wrong_words("--table and --format are needed");
  }
  return options;
}

std::string query_usage(QueryCommand command) {
  const std::string head =
      command == QueryCommand::query
          ? "Usage: afterglow-history query APP \"SELECT ...\" [options]\n"
            "       afterglow-history query APP --tables\n\n"
            "Asks the database of an application in SQL. Nothing is changed, and a server may "
            "run.\nAPP is an application's id, or ID/ATTEMPT; \"-\" as the query reads it from "
            "standard input.\n\n"
          : "Usage: afterglow-history export APP --table TABLE --format csv|ndjson [options]\n\n"
            "Writes a whole table of an application. APP is its id, or ID/ATTEMPT.\n\n";
  return head + option_list(own_options(command));
}

}  // namespace afterglow::history
