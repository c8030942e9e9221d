#include "historyserver/store/search_store.h"

#include <algorithm>
#include <array>

#include "historyserver/store/row_mapping.h"
#include "historyserver/store/session_rows.h"

namespace afterglow::history {
namespace {

struct Kind {
  std::string_view name;
  const char* table;
  const char* id;
  const char* attempt;
  const char* label;
  const char* text;  // what is searched besides the kind and the id
  const char* status;
  const char* order;  // columns that their list is sorted by
  const char* place;  // the same of the thing with the id ?1 and the attempt ?2
};

// Of both kinds of sessions.
constexpr const char* kSessionText = "'session ' || user || ' ' || ip";
constexpr const char* kSessionPlace =
    "coalesce((SELECT max(start_time) FROM session WHERE session_id = ?1), 0), ?1";

constexpr auto kKinds = std::to_array<Kind>({
    {"query", "sql_execution", "execution_id", "0", "coalesce(description, '')",
     "coalesce(description, '') || ' ' || coalesce(query_id, '') || ' ' || coalesce(error, '')",
     "CASE WHEN coalesce(error, '') <> '' THEN 'FAILED' WHEN completion_time IS NULL THEN "
     "'RUNNING' ELSE 'COMPLETED' END",
     "execution_id", "CAST(?1 AS INTEGER)"},
    {"job", "job", "job_id", "0", "coalesce(description, name)",
     "coalesce(description, '') || ' ' || name || ' ' || coalesce(job_group, '')", "status",
     "job_id", "CAST(?1 AS INTEGER)"},
    {"stage", "stage", "stage_id", "attempt", "coalesce(description, name)",
     "coalesce(description, '') || ' ' || name", "status", "stage_id, attempt",
     "CAST(?1 AS INTEGER), ?2"},
    {"executor", "executor", "executor_id", "0", "host_port", "host_port",
     "CASE WHEN is_active THEN 'ALIVE' ELSE 'REMOVED' END", "length(executor_id), executor_id",
     "length(?1), ?1"},
    {"rdd", "rdd", "rdd_id", "0", "name", "name", "''", "rdd_id", "CAST(?1 AS INTEGER)"},
    {"stream", "streaming_query", "run_id", "0", "coalesce(name, '')",
     "coalesce(name, '') || ' ' || query_id",
     "CASE WHEN is_active THEN 'RUNNING' ELSE 'FINISHED' END", "start_time, run_id",
     "coalesce((SELECT start_time FROM streaming_query WHERE run_id = ?1), 0), ?1"},
    {"connect", "(SELECT * FROM session WHERE kind = 'connect')", "session_id", "0", "user",
     kSessionText, kSessionStatus, "start_time, session_id", kSessionPlace},
    {"thrift", "(SELECT * FROM session WHERE kind = 'thrift')", "session_id", "0", "user",
     kSessionText, kSessionStatus, "start_time, session_id", kSessionPlace},
    {"pool", "(SELECT DISTINCT scheduling_pool AS name FROM stage)", "name", "0", "''", "''", "''",
     "name", "?1"},
    {"property", "(SELECT key, value FROM environment, json_each(environment.spark_properties))",
     "key", "0", "substr(value, 1, 200)", "'setting ' || value", "''", "key", "?1"},
});

std::string select(const Kind& kind, const std::string& rest) {
  return "SELECT " + std::string(kind.id) + ", " + kind.attempt + ", " + kind.label + ", " +
         kind.status + " FROM " + kind.table + " " + rest;
}

NamedThing read(const Kind& kind, const Statement& row) {
  return {std::string(kind.name), std::string(row.text(0)), row.integer(1),
          std::string(row.text(2)), std::string(row.text(3))};
}

// "a DESC, b DESC"
std::string downwards(std::string_view columns) {
  std::string order;
  for (const char c : columns) order += c == ',' ? std::string(" DESC,") : std::string(1, c);
  return order + " DESC";
}

Result<void> find_kind(Database& database, const Kind& kind, const std::vector<std::string>& words,
                       std::int64_t limit, std::vector<NamedThing>& found) {
  const std::string all =
      "lower('" + std::string(kind.name) + " ' || " + kind.id + " || ' ' || " + kind.text + ")";
  std::string where = "WHERE 1";
  std::string exact = "0";
  for (std::size_t i = 1; i <= words.size(); ++i) {
    const std::string mark = "?" + std::to_string(i);
    where += " AND instr(" + all + ", " + mark + ") > 0";
    exact += " OR CAST(" + std::string(kind.id) + " AS TEXT) = " + mark;
  }
  auto statement =
      database.prepare(select(kind, where + " ORDER BY (" + exact + ") DESC, " +
                                        downwards(kind.order) + " LIMIT " + std::to_string(limit)));
  if (!statement) return std::unexpected(statement.error());
  for (std::size_t i = 0; i < words.size(); ++i) {
    statement->bind(static_cast<int>(i) + 1, std::string_view(words[i]));
  }
  for (;;) {
    const auto row = statement->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    found.push_back(read(kind, *statement));
  }
}

Result<std::optional<NamedThing>> neighbour(Database& database, const Kind& kind,
                                            const std::string& id, std::int64_t attempt,
                                            bool previous) {
  const std::string order = kind.order;
  auto statement = database.prepare(select(
      kind, "WHERE (" + order + ") " + (previous ? "<" : ">") + " (" + kind.place +
                ") AND ?2 = ?2 ORDER BY " + (previous ? downwards(order) : order) + " LIMIT 1"));
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, std::string_view(id));
  statement->bind(2, attempt);
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return read(kind, *statement);
}

}  // namespace

Result<std::vector<NamedThing>> SearchStore::find(const std::vector<std::string>& words,
                                                  std::int64_t limit) {
  std::vector<NamedThing> found;
  for (const Kind& kind : kKinds) {
    if (auto done = find_kind(database_, kind, words, limit, found); !done) {
      return std::unexpected(done.error());
    }
  }
  return found;
}

Result<std::optional<SearchStore::Neighbours>> SearchStore::neighbours(std::string_view kind,
                                                                       const std::string& id,
                                                                       std::int64_t attempt) {
  const auto known = std::ranges::find(kKinds, kind, &Kind::name);
  if (known == kKinds.end()) return std::nullopt;
  auto previous = neighbour(database_, *known, id, attempt, true);
  if (!previous) return std::unexpected(previous.error());
  auto next = neighbour(database_, *known, id, attempt, false);
  if (!next) return std::unexpected(next.error());
  return Neighbours{*std::move(previous), *std::move(next)};
}

}  // namespace afterglow::history
