#include "historyserver/query/query_options.h"

#include <boost/program_options.hpp>
#include <charconv>
#include <sstream>
#include <string_view>

#include "common/base/quantities.h"

namespace afterglow::history {
namespace {

namespace po = boost::program_options;
using Texts = std::vector<std::string>;

po::options_description described_options(QueryCommand command) {
  po::options_description options("Options");
  auto add = options.add_options();
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  if (command == QueryCommand::query) {
    add("format", text("FORMAT"),
        "table, csv, json or ndjson (default: table on a terminal, else csv)");
    add("limit", text("ROWS"), "stop after so many rows (default 10000; 0: never)");
    add("timeout", text("TIME"), "stop after so many seconds (default 30; 0: never)");
    add("tables", "list the tables and their columns");
  } else {
    add("table", text("TABLE"), "what to export: task, stage, ... (required)");
    add("format", text("FORMAT"), "csv or ndjson (required)");
    add("output", text("FILE"), "write to this file instead of standard output");
  }
  add("database", text("FILE"), "read this file instead of the database of an application");
  add("store", text("DIR"), "folder of the databases (spark.history.store.path)");
  add("conf", po::value<Texts>()->value_name("KEY=VALUE"), "configuration; may be repeated");
  add("properties-file", text("FILE"),
      "configuration file instead of Spark's conf/spark-defaults.conf");
  add("help,h", "show this text");
  return options;
}

std::optional<std::string> text_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return {};
  return values[name].as<std::string>();
}

std::unexpected<Error> wrong(const std::string& message) {
  return fail(ErrorKind::invalid_argument, message + " (see --help)");
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
  return wrong("--format " + name + ": expected " +
               (is_export ? "csv or ndjson" : "table, csv, json or ndjson"));
}

Result<void> set_limits(QueryOptions& options, const po::variables_map& values) {
  if (const auto limit = text_of(values, "limit")) {
    const char* end = limit->data() + limit->size();
    const auto [stop, error] = std::from_chars(limit->data(), end, options.limit);
    if (error != std::errc() || stop != end || options.limit < 0) {
      return wrong("--limit " + *limit + ": expected a number of rows");
    }
  }
  if (const auto timeout = text_of(values, "timeout")) {
    const auto time = parse_duration(*timeout, std::chrono::seconds(1));
    if (!time || time->count() < 0 || *time > std::chrono::hours(24 * 365)) {
      return wrong("--timeout " + *timeout + ": expected a time such as 30 or 5min");
    }
    options.timeout = *time;
  }
  return {};
}

// APP "SELECT ..."; the file of --database stands for the application.
Result<void> set_words(QueryOptions& options, const Texts& words) {
  const bool needs_sql = options.command == QueryCommand::query && !options.tables;
  std::size_t next = 0;
  if (!options.database) {
    if (words.empty()) return wrong("which application? Name it, or a file with --database");
    options.application = words[next++];
  }
  if (needs_sql) {
    if (next == words.size()) return wrong("what to ask? Give a query, - to read it, or --tables");
    options.sql = words[next++];
  }
  if (next < words.size()) {
    return wrong("too many words: '" + words[next] + "'; put a query in quotes");
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
  namespace style = po::command_line_style;
  po::variables_map values;
  Texts words;
  try {
    po::options_description options = described_options(command);
    options.add_options()("words", po::value<Texts>());
    po::positional_options_description positions;
    positions.add("words", -1);
    po::command_line_parser parser(argc, argv);
    parser.options(options).positional(positions).style(style::unix_style & ~style::allow_guessing);
    po::store(parser.run(), values);
    if (values.count("words") > 0) words = values["words"].as<Texts>();
  } catch (const po::error& error) {
    return wrong(error.what());
  }
  QueryOptions options;
  options.command = command;
  options.help = values.count("help") > 0;
  if (options.help) return options;
  options.tables = values.count("tables") > 0;
  options.store = text_of(values, "store");
  options.properties_file = text_of(values, "properties-file");
  if (values.count("conf") > 0) options.conf = values["conf"].as<Texts>();
  options.database = text_of(values, "database");
  options.output = text_of(values, "output");
  options.table = text_of(values, "table").value_or("");
  Result<void> done;
  if (const auto format = text_of(values, "format")) done = set_format(options, *format);
  if (done) done = set_limits(options, values);
  if (done) done = set_words(options, words);
  if (!done) return std::unexpected(done.error());
  if (command == QueryCommand::export_table && (options.table.empty() || !options.format)) {
    return wrong("--table and --format are needed");
  }
  return options;
}

std::string query_usage(QueryCommand command) {
  std::ostringstream text;
  if (command == QueryCommand::query) {
    text << "Usage: afterglow-history query APP \"SELECT ...\" [options]\n"
            "       afterglow-history query APP --tables\n\n"
            "Asks the database of an application in SQL. Nothing is changed, and a server may "
            "run.\nAPP is an application's id, or ID/ATTEMPT; \"-\" as the query reads it from "
            "standard input.\n\n";
  } else {
    text << "Usage: afterglow-history export APP --table TABLE --format csv|ndjson [options]\n\n"
            "Writes a whole table of an application. APP is its id, or ID/ATTEMPT.\n\n";
  }
  text << described_options(command);
  return text.str();
}

}  // namespace afterglow::history
