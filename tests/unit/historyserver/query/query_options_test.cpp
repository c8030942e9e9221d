#include "historyserver/query/query_options.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

using Words = std::vector<const char*>;

Result<QueryOptions> parse(QueryCommand command, Words words) {
  words.insert(words.begin(), "command");
  return parse_query_options(command, static_cast<int>(words.size()), words.data());
}
Result<QueryOptions> parse_query(const Words& words) {
  return parse(QueryCommand::query, words);
}
Result<QueryOptions> parse_export(const Words& words) {
  return parse(QueryCommand::export_table, words);
}

TEST(QueryOptions, KnowsTheCommands) {
  EXPECT_EQ(query_command("query"), QueryCommand::query);
  EXPECT_EQ(query_command("export"), QueryCommand::export_table);
  EXPECT_EQ(query_command("--port"), std::nullopt);
}

TEST(QueryOptions, TakesEveryOptionOfQuery) {
  const auto options =
      parse_query({"app/2", "SELECT -1", "--format", "json", "--limit", "5", "--timeout=2min",
                   "--store", "/s", "--conf", "a=b", "--conf", "c=d", "--properties-file", "f"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->application, "app/2");
  EXPECT_EQ(options->sql, "SELECT -1");
  EXPECT_EQ(options->format, RowFormat::json);
  EXPECT_EQ(options->limit, 5);
  EXPECT_EQ(options->timeout, std::chrono::minutes(2));
  EXPECT_EQ(options->store, "/s");
  EXPECT_EQ(options->conf, (std::vector<std::string>{"a=b", "c=d"}));
  EXPECT_EQ(options->properties_file, "f");
}

TEST(QueryOptions, HasDefaults) {
  const auto options = parse_query({"app", "-"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->sql, "-");
  EXPECT_EQ(options->format, std::nullopt);
  EXPECT_EQ(options->limit, 10'000);
  EXPECT_EQ(options->timeout, std::chrono::seconds(30));
  EXPECT_FALSE(options->tables || options->help);
}

TEST(QueryOptions, AFileStandsForTheApplication) {
  const auto options = parse_query({"--database", "app.db", "SELECT 1"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->database, "app.db");
  EXPECT_EQ(options->sql, "SELECT 1");
  EXPECT_TRUE(parse_query({"--database", "app.db", "--tables"})->tables);
  EXPECT_TRUE(parse_query({"app", "--tables"})->tables);
}

TEST(QueryOptions, TakesEveryOptionOfExport) {
  const auto options = parse_export(
      {"app", "--table", "task", "--format", "ndjson", "--output", "file", "--store", "/s"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->command, QueryCommand::export_table);
  EXPECT_EQ(options->application, "app");
  EXPECT_EQ(options->table, "task");
  EXPECT_EQ(options->format, RowFormat::ndjson);
  EXPECT_EQ(options->output, "file");
}

TEST(QueryOptions, SaysWhatIsWrong) {
  const struct {
    QueryCommand command;
    Words words;
    const char* named;
  } cases[] = {
      {QueryCommand::query, {}, "which application"},
      {QueryCommand::query, {"app"}, "what to ask"},
      {QueryCommand::query, {"app", "SELECT", "1"}, "'1'"},
      {QueryCommand::query, {"app", "SELECT 1", "--tables"}, "'SELECT 1'"},
      {QueryCommand::query, {"--database", "f"}, "what to ask"},
      {QueryCommand::query, {"app", "x", "--format", "xml"}, "--format xml"},
      {QueryCommand::query, {"app", "x", "--limit", "-1"}, "--limit -1"},
      {QueryCommand::query, {"app", "x", "--limit", "5k"}, "--limit 5k"},
      {QueryCommand::query, {"app", "x", "--timeout", "soon"}, "--timeout soon"},
      {QueryCommand::query, {"app", "x", "--port", "1"}, "--port"},
      {QueryCommand::query, {"app", "x", "--output", "f"}, "--output"},
      {QueryCommand::export_table, {"app", "--format", "csv"}, "--table"},
      {QueryCommand::export_table, {"app", "--table", "task"}, "--format"},
      {QueryCommand::export_table, {"app", "--table", "t", "--format", "json"}, "csv or ndjson"},
      {QueryCommand::export_table, {"app", "--table", "t", "--format", "parquet"}, "Parquet"},
      {QueryCommand::export_table, {"app", "x", "--table", "t", "--format", "csv"}, "'x'"},
  };
  for (const auto& c : cases) {
    const auto options = parse(c.command, c.words);
    ASSERT_FALSE(options) << c.named;
    EXPECT_NE(options.error().message.find(c.named), std::string::npos)
        << c.named << ": " << options.error().message;
  }
}

TEST(QueryOptions, HelpNeedsNothingElse) {
  EXPECT_TRUE(parse_query({"--help"})->help);
  EXPECT_TRUE(parse_export({"-h"})->help);
  for (const char* option : {"--format", "--limit", "--timeout", "--tables", "--database",
                             "--store", "--conf", "--properties-file"}) {
    EXPECT_NE(query_usage(QueryCommand::query).find(option), std::string::npos) << option;
  }
  for (const char* option : {"--format", "--table", "--output", "--database", "--store"}) {
    EXPECT_NE(query_usage(QueryCommand::export_table).find(option), std::string::npos) << option;
  }
}

}  // namespace
}  // namespace afterglow::history
