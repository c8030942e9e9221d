#include "historyserver/query/cell_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace afterglow::history {
namespace {

using namespace std::string_view_literals;

TEST(CellText, WritesEveryKindOfValue) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const struct {
    SqlValue value;
    const char* csv;
    const char* json;
    const char* table;
  } cases[] = {
      {{}, "", "null", "NULL"},
      {std::int64_t{0}, "0", "0", "0"},
      {std::numeric_limits<std::int64_t>::max(), "9223372036854775807", "9223372036854775807",
       "9223372036854775807"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808", "-9223372036854775808",
       "-9223372036854775808"},
      {0.1, "0.1", "0.1", "0.1"},
      {3.0, "3.0", "3.0", "3.0"},
      {-1e300, "-1e+300", "-1e+300", "-1e+300"},
      {kInfinity, "Inf", "null", "Inf"},
      {-kInfinity, "-Inf", "null", "-Inf"},
      {""sv, "\"\"", "\"\"", ""},
      {"plain text"sv, "plain text", "\"plain text\"", "plain text"},
      {"a,b"sv, "\"a,b\"", "\"a,b\"", "a,b"},
      {"say \"x\""sv, "\"say \"\"x\"\"\"", "\"say \\\"x\\\"\"", "say \"x\""},
      {"two\r\nlines"sv, "\"two\r\nlines\"", "\"two\\r\\nlines\"", "two\\r\\nlines"},
      {"back\\slash\t"sv, "back\\slash\t", "\"back\\\\slash\\t\"", "back\\slash\\t"},
      {"\x1b[31m"sv, "\x1b[31m", "\"\\u001b[31m\"", "\\u001b[31m"},
      {"Zoë…"sv, "Zoë…", "\"Zoë…\"", "Zoë…"},
      {"\xff\xc0\x80 \xed\xa0\x80"sv, "\xff\xc0\x80 \xed\xa0\x80", "\"��� ���\"", "��� ���"},
      {SqlBlob{"\x00\xff\x10"sv}, "00ff10", "\"00ff10\"", "00ff10"},
      {SqlBlob{""sv}, "", "\"\"", ""},
  };
  for (const auto& c : cases) {
    std::string csv;
    append_csv(csv, c.value);
    EXPECT_EQ(csv, c.csv);
    std::string json;
    append_json(json, c.value);
    EXPECT_EQ(json, c.json);
    EXPECT_EQ(table_cell(c.value), c.table);
  }
}

TEST(CellText, CutsLongCellsForPeople) {
  EXPECT_EQ(table_cell(std::string_view(std::string(100, 'x'))), std::string(100, 'x'));
  EXPECT_EQ(table_cell(std::string_view(std::string(101, 'x'))), std::string(100, 'x') + "…");
  const std::string bytes(60, '\x01');
  EXPECT_EQ(characters(table_cell(SqlBlob{bytes})), 101u);
  EXPECT_EQ(characters("Zoë…"), 4u);
}

}  // namespace
}  // namespace afterglow::history
