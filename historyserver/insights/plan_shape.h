#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "historyserver/store/application_database.h"
#include "historyserver/store/text_hash.h"

namespace afterglow::history {

// Adds what stays of an operator's description when the same program runs another day, on other
// data: columns and functions in their order, and paths without the numbers and hexadecimal ids in
// them. What Spark makes up in each run, literal values and all other words are left out.
void add_lasting_words(std::string& to, std::string_view description);

// Adds a name or a path without the numbers and ids in it: "sales_20240105" -> "sales_0".
void add_without_numbers(std::string& to, std::string_view text);

// Equal for queries whose first plans have the same operators, put together in the same way, that
// have the same lasting words. Their first plans: what adaptive execution makes of one is up to the
// data. Nothing when the query has no plan.
Result<std::optional<Hash128>> plan_shape(ApplicationDatabase& database, std::int64_t execution_id);

}  // namespace afterglow::history
