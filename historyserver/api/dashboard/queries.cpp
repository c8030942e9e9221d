#include <algorithm>
#include <array>
#include <sstream>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/text_search.h"
#include "historyserver/api/v1/spark_json.h"
#include "historyserver/api/v1/sql_list.h"

namespace afterglow::history {
namespace {

// Any digit is in a query's UUID: fewer characters would find nearly all of them.
constexpr std::size_t kLeastOfQueryId = 4;

constexpr std::array<std::string_view, 5> kQuerySortKeys = {"id", "status", "description",
                                                            "submissionTime", "duration"};

struct Query {
  std::vector<std::string> words;
  std::vector<std::string> statuses;
  std::string order;
  bool is_ascending = false;
  Page page;
};

Parsed<Query> parse_query(const Request& request) {
  Query query;
  std::istringstream words(request.parameter("search").value_or(""));
  for (std::string word; words >> word;) query.words.push_back(word);
  auto statuses = enum_parameters(request, "status", {"RUNNING", "COMPLETED", "FAILED"});
  if (!statuses) return std::unexpected(text_response(400, "unknown status"));
  query.statuses = *std::move(statuses);
  const std::string sort = request.parameter("sortBy").value_or("-id");
  query.is_ascending = !sort.starts_with('-');
  query.order = sort.substr(query.is_ascending ? 0 : 1);
  if (std::ranges::find(kQuerySortKeys, query.order) == kQuerySortKeys.end()) {
    return std::unexpected(unknown_sort_key(sort, {kQuerySortKeys.begin(), kQuerySortKeys.end()}));
  }
  const auto page = page_parameters(request, 100);
  if (!page) return std::unexpected(page.error());
  query.page = {page->offset, page->length < 0 ? kMaxPage : std::min(page->length, kMaxPage)};
  return query;
}

bool has_word(const ListedExecution& one, const std::string& word) {
  const TextSearch wanted(word);
  return wanted.is_in(one.description()) || wanted.is_in(one.status) ||
         wanted.is_in(std::to_string(one.row.id)) ||
         wanted.is_in(sql_error(one.row).value_or("")) ||
         (word.size() >= kLeastOfQueryId && wanted.is_in(one.row.query_id.value_or("")));
}

ListedExecutions filtered(const std::vector<ListedExecution>& all, const Query& query) {
  ListedExecutions list;
  for (const ListedExecution& one : all) {
    const bool has_status = query.statuses.empty() ||
                            std::ranges::find(query.statuses, one.status) != query.statuses.end();
    if (has_status && std::ranges::all_of(query.words, [&](const std::string& word) {
          return has_word(one, word);
        })) {
      list.push_back(&one);
    }
  }
  return list;
}

// The members of one; its object stays open.
void begin_query(JsonWriter& json, const ListedExecution& one) {
  begin_execution(json, one);
  write_field(json, "runningJobIds", one.jobs.running);
  write_field(json, "failedJobIds", one.jobs.failed);
}

}  // namespace

Response dashboard_queries(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto query = parse_query(request);
  if (!query) return query.error();
  const auto all = listed_executions(*attempt.database);
  if (!all) return internal_error(all.error());
  SqlGroups groups = group_executions(filtered(*all, *query));
  JsonWriter json;
  json.begin_object().key("summary");
  write_sql_summary(json, groups.roots);
  sort_executions(groups.roots, query->order, query->is_ascending);
  json.field("total", static_cast<std::int64_t>(group_executions(filtered(*all, {})).roots.size()))
      .field("offset", query->page.offset)
      .field("matching", cut_to_page(groups.roots, query->page))
      .key("queries")
      .begin_array();
  for (const ListedExecution* root : groups.roots) {
    begin_query(json, *root);
    json.key("subExecutions").begin_array();
    for (const ListedExecution* part : groups.parts[root->row.id]) {
      begin_query(json, *part);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
