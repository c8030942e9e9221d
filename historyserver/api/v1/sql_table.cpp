#include <algorithm>

#include "historyserver/api/text_search.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/sql_list.h"
#include "historyserver/api/v1/table_parameters.h"

namespace afterglow::history {
namespace {

struct Query {
  std::int64_t draw = 0;
  std::int64_t start = 0;
  std::int64_t length = 0;  // 0 and less: all
  bool is_grouped = true;
  std::string search;
  std::string status;
  std::string order;
  bool is_ascending = false;
};

Parsed<Query> parse_query(const TableParameters& table, bool groups) {
  Query query;
  query.is_grouped = groups;
  const auto draw = table.integer("draw", 0);
  if (!draw) return std::unexpected(draw.error());
  const auto start = table.integer("start", 0);
  if (!start) return std::unexpected(start.error());
  const auto length = table.integer("length", 20);
  if (!length) return std::unexpected(length.error());
  query.draw = *draw;
  query.start = *start;
  query.length = *length;
  const std::string grouped = lower_case(table.text("groupSubExecution").value_or(""));
  if (grouped == "true" || grouped == "false") query.is_grouped = grouped == "true";
  query.search = table.search();
  query.status = lower_case(table.text("status").value_or(""));
  if (const auto column = table.text("order[0][column]")) {
    query.order = table.text("columns[" + *column + "][name]").value_or("id");
  }
  query.is_ascending = table.text("order[0][dir]").value_or("desc") == "asc";
  return query;
}

ListedExecutions filtered(const std::vector<ListedExecution>& all, const Query& query) {
  const TextSearch wanted(query.search);
  ListedExecutions list;
  for (const ListedExecution& one : all) {
    const bool has_text = query.search.empty() || wanted.is_in(one.description()) ||
                          wanted.is_in(one.status) || wanted.is_in(std::to_string(one.row.id));
    const bool has_status = query.status.empty() || lower_case(one.status) == query.status;
    if (has_text && has_status) list.push_back(&one);
  }
  return list;
}

ListedExecutions page_of(const ListedExecutions& list, const Query& query) {
  if (query.length <= 0) return list;
  const auto size = static_cast<std::int64_t>(list.size());
  const std::int64_t end = std::clamp<std::int64_t>(query.start + query.length, 0, size);
  const std::int64_t begin = std::clamp<std::int64_t>(query.start, 0, end);
  return ListedExecutions(list.begin() + begin, list.begin() + end);
}

void write_root(JsonWriter& json, const ListedExecution& root, const SqlGroups& groups,
                bool is_grouped) {
  begin_execution(json, root);
  if (is_grouped) {
    json.key("subExecutions").begin_array();
    if (const auto parts = groups.parts.find(root.row.id); parts != groups.parts.end()) {
      for (const ListedExecution* part : parts->second) {
        begin_execution(json, *part);
        json.end_object();
      }
    }
    json.end_array();
  }
  json.end_object();
}

}  // namespace

Response v1_sql_table(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto query = parse_query(TableParameters(request), attempt.groups_sub_executions);
  if (!query) return query.error();
  const auto all = listed_executions(*attempt.database);
  if (!all) return internal_error(all.error());
  const ListedExecutions matching = filtered(*all, *query);
  SqlGroups groups = query->is_grouped ? group_executions(matching) : SqlGroups{matching, {}};
  const std::size_t total =
      query->is_grouped ? group_executions(filtered(*all, {})).roots.size() : all->size();
  JsonWriter json(attempt.fields);
  json.begin_object().key("summary");
  write_sql_summary(json, groups.roots);
  json.field("recordsFiltered", static_cast<std::int64_t>(groups.roots.size()));
  json.key("aaData").begin_array();
  sort_executions(groups.roots, query->order, query->is_ascending);
  for (const ListedExecution* root : page_of(groups.roots, *query)) {
    write_root(json, *root, groups, query->is_grouped);
  }
  json.end_array()
      .field("draw", query->draw)
      .field("recordsTotal", static_cast<std::int64_t>(total))
      .end_object();
  return json_response(json);
}

}  // namespace afterglow::history
