#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/query/command_words.h"
#include "historyserver/query/row_sinks.h"

namespace afterglow::history {

// The commands that read a database instead of serving all: query and export. Each has options of
// its own behind its name.
enum class QueryCommand : std::uint8_t { query, export_table };
std::optional<QueryCommand> query_command(const char* word);

struct QueryOptions : StoreOptions {
  QueryCommand command = QueryCommand::query;
  bool tables = false;                  // list the tables instead of running a query
  std::optional<std::string> database;  // a file, instead of an application
  std::string application;              // ID or ID/ATTEMPT
  std::string sql;                      // "-": it comes on standard input
  std::string table;                    // to be exported
  std::optional<RowFormat> format;      // absent: as it suits the output
  std::optional<std::string> output;    // a file, instead of standard output
  std::int64_t limit = 10'000;          // rows; 0: all
  std::chrono::milliseconds timeout = std::chrono::seconds(30);  // 0: for ever
};

// argv[0] is the command's name.
Result<QueryOptions> parse_query_options(QueryCommand command, int argc, const char* const* argv);
std::string query_usage(QueryCommand command);

}  // namespace afterglow::history
