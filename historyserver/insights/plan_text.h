#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "historyserver/store/sql_rows.h"

// What the words of a plan's operators say, in the spelling of Spark 2 to 4.
namespace afterglow::history {

struct JoinSides {
  bool left = false;
  bool right = false;
};

bool is_join(const SqlPlanNode& node);
bool is_shuffle(const SqlPlanNode& node);  // by which rows go to other tasks
bool is_broadcast(const SqlPlanNode& node);
bool is_cached_scan(const SqlPlanNode& node);
// Of a table or of files, and of nothing that is in memory already.
bool is_scan(const SqlPlanNode& node);

// "Inner", "LeftOuter", ...; empty when the operator does not say.
std::string_view join_type(const SqlPlanNode& join);
// The sides that may be sent to all tasks so that a join of its type still is right.
JoinSides sides_to_broadcast(std::string_view join_type);

// What a file scan says of itself: of "PushedFilters", say, "[IsNotNull(id)]". Empty when it does
// not say anything of that name.
std::string scan_detail(const SqlPlanNode& scan, std::string_view name);
// What a scan reads, as a person calls it: "default.sales", "orders"; else the operator.
std::string source_words(const SqlPlanNode& scan);

// What it says of itself without its name and without what Spark makes up anew in each run: numbers
// of columns, exchanges and objects.
std::string plain_words(const SqlPlanNode& node);
std::string plain_words(std::string_view text);  // of any part of a description
// Operators that do the same in different ways are of one kind: "join", "scan", ...; else its name.
std::string_view operator_kind(const SqlPlanNode& node);
// The parts of a description between commas that are in no brackets.
std::vector<std::string_view> top_parts(std::string_view words);

// The same for operators that do the same in other queries: without the numbers that Spark gives
// columns and exchanges.
std::string normalised(const SqlPlanNode& node);

}  // namespace afterglow::history
