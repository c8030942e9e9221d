#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "historyserver/api/query_params.h"

namespace afterglow::history {

// The parameters that Spark's pages send for their tables (DataTables' server-side protocol): names
// and values, which the pages encode more than once, are decoded until nothing is left to decode.
class TableParameters {
 public:
  explicit TableParameters(const Request& request);

  // The first value; nothing when it is absent.
  std::optional<std::string> text(std::string_view name) const;
  // A Java int; 400 when it is none, or absent without a fallback.
  Parsed<std::int64_t> integer(std::string_view name,
                               std::optional<std::int64_t> fallback = {}) const;
  // What is searched for; empty: nothing.
  std::string search() const { return text("search[value]").value_or(""); }

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace afterglow::history
