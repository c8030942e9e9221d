#pragma once

#include <string>
#include <vector>

#include "historyserver/store/user_query.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

using Rows = std::vector<std::string>;

// Keeps rows as "1|text|NULL".
class RowList : public RowSink {
 public:
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::span<const SqlValue> values) override {
    std::string& line = rows.emplace_back();
    for (const SqlValue& value : values) {
      if (&value != values.data()) line += '|';
      if (const auto* number = std::get_if<std::int64_t>(&value)) line += std::to_string(*number);
      if (const auto* real = std::get_if<double>(&value)) line += std::to_string(*real);
      if (const auto* text = std::get_if<std::string_view>(&value)) line += *text;
      if (const auto* blob = std::get_if<SqlBlob>(&value)) line += blob->bytes;
      if (std::holds_alternative<std::monostate>(value)) line += "NULL";
    }
    return {};
  }
  Result<void> end() override { return {}; }

  Rows rows;
};

inline Rows query_rows(UserQuery& database, const std::string& sql) {
  RowList list;
  const auto done = database.run(sql, {}, list);
  EXPECT_TRUE(done) << sql << ": " << (done ? "" : done.error().message);
  return list.rows;
}

}  // namespace afterglow::history
