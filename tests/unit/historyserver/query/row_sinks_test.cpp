#include "historyserver/query/row_sinks.h"

#include <cstdlib>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Row = std::vector<SqlValue>;

std::string written(RowFormat format, const std::vector<std::string>& columns,
                    const std::vector<Row>& rows) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* file = open_memstream(&text, &size);
  Output output(file);
  const auto sink = make_row_sink(format, output);
  expect_done(sink->begin(columns));
  for (const Row& row : rows) expect_done(sink->row(row));
  expect_done(sink->end());
  std::fclose(file);
  std::string all(text, size);
  std::free(text);
  return all;
}

const std::vector<std::string> kColumns = {"id", "a \"name\""};
const std::vector<Row> kRows = {{std::int64_t{1}, std::string_view("x,y")},
                                {std::int64_t{20}, std::monostate()}};

TEST(RowSinks, WriteEveryFormat) {
  EXPECT_EQ(written(RowFormat::csv, kColumns, kRows),
            "id,\"a \"\"name\"\"\"\r\n1,\"x,y\"\r\n20,\r\n");
  EXPECT_EQ(written(RowFormat::json, kColumns, kRows),
            "[\n{\"id\":1,\"a \\\"name\\\"\":\"x,y\"},\n{\"id\":20,\"a \\\"name\\\"\":null}\n]\n");
  EXPECT_EQ(written(RowFormat::ndjson, kColumns, kRows),
            "{\"id\":1,\"a \\\"name\\\"\":\"x,y\"}\n{\"id\":20,\"a \\\"name\\\"\":null}\n");
  EXPECT_EQ(written(RowFormat::table, kColumns, kRows),
            "id  a \"name\"\n"
            "--  --------\n"
            " 1  x,y\n"
            "20  NULL\n");
}

TEST(RowSinks, NothingIsAnAnswerToo) {
  EXPECT_EQ(written(RowFormat::csv, {"a"}, {}), "a\r\n");
  EXPECT_EQ(written(RowFormat::csv, {"a"}, {{std::monostate()}}), "a\r\n\"\"\r\n");
  EXPECT_EQ(written(RowFormat::json, {"a"}, {}), "[]\n");
  EXPECT_EQ(written(RowFormat::ndjson, {"a"}, {}), "");
  EXPECT_EQ(written(RowFormat::table, {"a"}, {}), "a\n-\n");
}

TEST(RowSinks, TellOfAFullDisk) {
  std::FILE* file = std::fopen("/dev/full", "w");
  if (!file) GTEST_SKIP() << "there is no /dev/full";
  Output output(file);
  const auto sink = make_row_sink(RowFormat::csv, output);
  expect_done(sink->begin({"a"}));
  const auto done = sink->end();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::io);
  std::fclose(file);
}

TEST(RowSinks, AreNamed) {
  EXPECT_EQ(row_format("ndjson"), RowFormat::ndjson);
  EXPECT_EQ(row_format("CSV"), std::nullopt);
}

}  // namespace
}  // namespace afterglow::history
