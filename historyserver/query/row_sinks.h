#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "historyserver/query/output.h"
#include "historyserver/store/user_query.h"

namespace afterglow::history {

enum class RowFormat : std::uint8_t {
  table,   // for people: columns under each other; keeps all rows until the end
  csv,     // RFC 4180, with a header
  json,    // a list of objects
  ndjson,  // an object a line
};
std::optional<RowFormat> row_format(std::string_view name);

// `output` must outlive it.
std::unique_ptr<RowSink> make_row_sink(RowFormat format, Output& output);

}  // namespace afterglow::history
