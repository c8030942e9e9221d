#pragma once

#include <string>
#include <vector>

#include "historyserver/store/sql_rows.h"

namespace afterglow::history {

// A plan of operators of which each takes the rows of the next one; the name of one is what stands
// before its words.
inline SqlPlanGraph chain_of(const std::vector<std::string>& operators) {
  SqlPlanGraph graph;
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const auto place = static_cast<std::int64_t>(i);
    const std::string& text = operators[i];
    graph.nodes.push_back({place, {}, text.substr(0, text.find(' ')), text, {}});
    if (i > 0) graph.edges.push_back({place, place - 1});
  }
  return graph;
}

}  // namespace afterglow::history
