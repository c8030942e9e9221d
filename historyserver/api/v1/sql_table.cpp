#include <algorithm>
#include <map>
#include <set>

#include "common/base/clock.h"
#include "historyserver/api/text_search.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"
#include "historyserver/api/v1/sql_status.h"
#include "historyserver/api/v1/table_parameters.h"

namespace afterglow::history {
namespace {

struct Execution {
  SqlExecutionHead row;
  std::string status;
  std::int64_t duration = 0;  // ms
  IntegerList jobs;           // those that succeeded, ascending

  const std::string& description() const {
    static const std::string none;
    return row.description ? *row.description : none;
  }
};
using Executions = std::vector<const Execution*>;

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

Result<std::vector<Execution>> load(ApplicationDatabase& database) {
  auto rows = database.sql.execution_heads();
  if (!rows) return std::unexpected(rows.error());
  const auto job_rows = database.jobs.of_sql_executions();
  if (!job_rows) return std::unexpected(job_rows.error());
  const auto jobs = sql_jobs_by_execution(*job_rows);
  const std::int64_t now = now_ms();
  std::vector<Execution> executions;
  for (SqlExecutionHead& row : *rows) {
    const auto found = jobs.find(row.id);
    const SqlJobs of_row = found == jobs.end() ? SqlJobs() : found->second;
    Execution execution{
        .row = std::move(row), .status = "", .duration = 0, .jobs = of_row.succeeded};
    execution.status = sql_status(execution.row, of_row);
    execution.duration = execution.row.completion_time.value_or(now) - sql_start(execution.row);
    std::ranges::sort(execution.jobs);
    executions.push_back(std::move(execution));
  }
  return executions;
}

Executions filtered(const std::vector<Execution>& all, const Query& query) {
  const TextSearch wanted(query.search);
  Executions list;
  for (const Execution& one : all) {
    const bool has_text = query.search.empty() || wanted.is_in(one.description()) ||
                          wanted.is_in(one.status) || wanted.is_in(std::to_string(one.row.id));
    const bool has_status = query.status.empty() || lower_case(one.status) == query.status;
    if (has_text && has_status) list.push_back(&one);
  }
  return list;
}

// Executions, and below them those that they started. One whose root is not in the list stands for
// itself.
struct Groups {
  Executions roots;
  std::map<std::int64_t, Executions> parts;  // by root
};

Groups groups_of(const Executions& list) {
  std::set<std::int64_t> ids;
  for (const Execution* one : list) ids.insert(one->row.id);
  Groups groups;
  for (const Execution* one : list) {
    const bool is_part = one->row.id != one->row.root_id && ids.contains(one->row.root_id);
    (is_part ? groups.parts[one->row.root_id] : groups.roots).push_back(one);
  }
  return groups;
}

void sort(Executions& list, const Query& query) {
  const auto by = [&](auto value) { std::ranges::stable_sort(list, {}, value); };
  if (query.order == "status") {
    by([](const Execution* one) -> const std::string& { return one->status; });
  } else if (query.order == "description") {
    by([](const Execution* one) -> const std::string& { return one->description(); });
  } else if (query.order == "submissionTime") {
    by([](const Execution* one) { return sql_start(one->row); });
  } else if (query.order == "duration") {
    by([](const Execution* one) { return one->duration; });
  }
  if (!query.is_ascending) std::ranges::reverse(list);
}

Executions page_of(const Executions& list, const Query& query) {
  if (query.length <= 0) return list;
  const auto size = static_cast<std::int64_t>(list.size());
  const std::int64_t end = std::clamp<std::int64_t>(query.start + query.length, 0, size);
  const std::int64_t begin = std::clamp<std::int64_t>(query.start, 0, end);
  return Executions(list.begin() + begin, list.begin() + end);
}

void write_summary(JsonWriter& json, const Executions& list) {
  const auto count = static_cast<std::int64_t>(list.size());
  std::int64_t duration = 0;
  for (const Execution* one : list) duration += one->duration;
  const std::int64_t running = std::ranges::count(list, "RUNNING", &Execution::status);
  const std::int64_t failed = std::ranges::count(list, "FAILED", &Execution::status);
  json.begin_object()
      .field("totalQueries", count)
      .field("averageDuration", count > 0 ? duration / count : 0)
      .field("runningQueries", running)
      .field("failedQueries", failed)
      .field("failureRate",
             count > 0 ? static_cast<double>(failed) / static_cast<double>(count) : 0.0)
      .end_object();
}

// The members of one; its object stays open.
void begin_execution(JsonWriter& json, const Execution& one) {
  json.begin_object()
      .field("id", one.row.id)
      .field("status", one.status)
      .field("description", one.row.description)
      .date_field("submissionTime", sql_start(one.row))
      .field("duration", one.duration);
  write_field(json, "jobIds", one.jobs);
  json.field("queryId", one.row.query_id)
      .field("errorMessage", sql_error(one.row))
      .field("rootExecutionId", one.row.root_id);
}

void write_root(JsonWriter& json, const Execution& root, const Groups& groups, bool is_grouped) {
  begin_execution(json, root);
  if (is_grouped) {
    json.key("subExecutions").begin_array();
    if (const auto parts = groups.parts.find(root.row.id); parts != groups.parts.end()) {
      for (const Execution* part : parts->second) {
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
  const auto all = load(*attempt.database);
  if (!all) return internal_error(all.error());
  const Executions matching = filtered(*all, *query);
  Groups groups = query->is_grouped ? groups_of(matching) : Groups{matching, {}};
  const std::size_t total =
      query->is_grouped ? groups_of(filtered(*all, {})).roots.size() : all->size();
  JsonWriter json(attempt.fields);
  json.begin_object().key("summary");
  write_summary(json, groups.roots);
  json.field("recordsFiltered", static_cast<std::int64_t>(groups.roots.size()));
  json.key("aaData").begin_array();
  sort(groups.roots, *query);
  for (const Execution* root : page_of(groups.roots, *query)) {
    write_root(json, *root, groups, query->is_grouped);
  }
  json.end_array()
      .field("draw", query->draw)
      .field("recordsTotal", static_cast<std::int64_t>(total))
      .end_object();
  return json_response(json);
}

}  // namespace afterglow::history
