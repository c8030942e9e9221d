#pragma once

#include <string>
#include <vector>

#include "historyserver/model/comparison.h"
#include "historyserver/store/sql_rows.h"

namespace afterglow::history {

// What two operators, of which one stands in the other's place, say differently: of joins,
// shuffles, scans and filters by what it is about, of others all that they say. Long texts are cut
// to where they begin to differ.
std::vector<ComparedDetail> different_details(const SqlPlanNode& a, const SqlPlanNode& b);

// The first `most` bytes of a text or fewer, whole letters.
std::string cut_words(const std::string& text, std::size_t most);

}  // namespace afterglow::history
