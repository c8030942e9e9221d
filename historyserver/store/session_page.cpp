#include <array>
#include <string_view>

#include "historyserver/store/session_rows.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kOperationStatus =
    "CASE WHEN outcome <> '' THEN outcome WHEN state = 'CLOSED' THEN state ELSE 'RUNNING' END";
// By SessionQuery::Order. ?2 is now.
constexpr auto kSessionOrders = std::to_array<std::string_view>({
    "start_time",
    "coalesce(finish_time, ?2)",
    "coalesce(finish_time, ?2) - start_time",
    "session_id",
    "user",
    "ip",
    "operation_count",
});
// By OperationQuery::Order.
constexpr auto kOperationOrders = std::to_array<std::string_view>({
    "start_time",
    "coalesce(finish_time, ?2)",
    "coalesce(close_time, ?2)",
    "coalesce(finish_time, close_time, ?2) - start_time",
    "coalesce(close_time, ?2) - start_time",
    "user",
    "statement",
    kOperationStatus,
    "session_id",
    "produced_rows",
    "group_id",
    "operation_id",
});

// The rows that are asked for, as the text after FROM TABLE. Parameters: ?1 kind, ?2 now, ?3 status
// (empty: any), ?4 session, ?5 limit, ?6 offset, from ?7 on the words.
struct Wanted {
  std::string_view status;
  std::string_view session;  // the condition, empty where there is none
  std::string_view text;     // where words are looked for
  std::size_t words = 0;

  std::string found() const {
    std::string sql = "WHERE kind = ?1";
    if (!session.empty()) sql += " AND " + std::string(session);
    for (std::size_t word = 0; word < words; ++word) {
      sql += " AND instr(lower(" + std::string(text) + "), lower(?" + std::to_string(7 + word) +
             ")) > 0";
    }
    return sql;
  }
  std::string page(std::string_view order, bool descending, std::string_view key) const {
    const std::string direction = descending ? " DESC" : "";
    return found() + " AND (?3 = '' OR " + std::string(status) + " = ?3) ORDER BY " +
           std::string(order) + direction + ", " + std::string(key) + direction +
           " LIMIT ?5 OFFSET ?6";
  }
};

// SQLite takes no harm from what is bound beyond the parameters that a statement names.
Result<Statement> prepare(Database& database, const std::string& sql, const auto& query,
                          const std::string& status, const std::optional<std::string>& session_id) {
  auto statement = database.prepare(sql);
  if (!statement) return statement;
  statement->bind(1, query.kind);
  statement->bind(2, query.now);
  statement->bind(3, status);
  statement->bind(4, session_id.value_or(""));
  statement->bind(5, query.limit);
  statement->bind(6, query.offset);
  for (std::size_t word = 0; word < query.words.size(); ++word) {
    statement->bind(static_cast<int>(7 + word), query.words[word]);
  }
  return statement;
}

Result<CountMap> read_counts(Statement& statement) {
  CountMap counts;
  for (;;) {
    const auto more = statement.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return counts;
    counts[std::string(statement.text(0))] = statement.integer(1);
  }
}

template <typename Row>
Result<std::vector<Row>> read_rows(Statement& statement) {
  std::vector<Row> rows;
  for (;;) {
    const auto more = statement.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(read_row<Row>(statement));
  }
}

template <typename Page, typename Row, typename Query>
Result<Page> read_page(Database& database, const Wanted& wanted, const Query& query,
                       std::string_view order, std::string_view key, const std::string& status,
                       const std::optional<std::string>& session_id) {
  auto counts = prepare(database,
                        "SELECT " + std::string(wanted.status) + ", count(*) FROM " +
                            RowColumns<Row>::table + " " + wanted.found() + " GROUP BY 1",
                        query, status, session_id);
  if (!counts) return std::unexpected(counts.error());
  Page page;
  auto counted = read_counts(*counts);
  if (!counted) return std::unexpected(counted.error());
  page.counts = *std::move(counted);
  auto rows = prepare(database, select_sql<Row>(wanted.page(order, query.descending, key)), query,
                      status, session_id);
  if (!rows) return std::unexpected(rows.error());
  auto read = read_rows<Row>(*rows);
  if (!read) return std::unexpected(read.error());
  page.rows = *std::move(read);
  return page;
}

}  // namespace

std::string operation_status(const SessionOperationRow& row) {
  if (!row.outcome.empty()) return row.outcome;
  return row.state == "CLOSED" ? row.state : "RUNNING";
}

Result<std::optional<SessionRow>> SessionStore::session(const std::string& kind,
                                                        const std::string& id) {
  return select_row<SessionRow>(database_, "WHERE kind = ? AND session_id = ?", kind, id);
}

Result<std::int64_t> SessionStore::session_count(const std::string& kind) {
  auto count = database_.prepare("SELECT count(*) FROM session WHERE kind = ?");
  if (!count) return std::unexpected(count.error());
  count->bind(1, kind);
  if (auto row = count->step(); !row) return std::unexpected(row.error());
  return count->integer(0);
}

Result<SessionTotals> SessionStore::totals(const std::string& kind) {
  auto sum = database_.prepare(
      "SELECT s.*, o.* FROM (SELECT count(*), count(*) - count(finish_time) FROM session"
      " WHERE kind = ?1) AS s, (SELECT count(*), coalesce(sum(outcome = '' AND state <> 'CLOSED'),"
      " 0), count(*) - count(close_time), coalesce(sum(outcome = 'FAILED'), 0)"
      " FROM session_operation WHERE kind = ?1) AS o");
  if (!sum) return std::unexpected(sum.error());
  sum->bind(1, kind);
  if (auto row = sum->step(); !row) return std::unexpected(row.error());
  return SessionTotals{sum->integer(0), sum->integer(1), sum->integer(2),
                       sum->integer(3), sum->integer(4), sum->integer(5)};
}

Result<SessionPage> SessionStore::page(const SessionQuery& query) {
  const Wanted wanted{.status = kSessionStatus,
                      .session = {},
                      .text = "session_id || ' ' || user || ' ' || ip",
                      .words = query.words.size()};
  constexpr std::array kStates = {"", "OPEN", "CLOSED"};
  return read_page<SessionPage, SessionRow>(
      database_, wanted, query, kSessionOrders[static_cast<std::size_t>(query.order)], "session_id",
      kStates[static_cast<std::size_t>(query.state)], std::nullopt);
}

Result<OperationPage> SessionStore::page(const OperationQuery& query) {
  const Wanted wanted{.status = kOperationStatus,
                      .session = query.session_id ? "session_id = ?4" : "",
                      .text =
                          "statement || ' ' || user || ' ' || user_name || ' ' || id || ' ' || "
                          "operation_id || ' ' || session_id || ' ' || group_id || ' ' || "
                          "session_tags || ' ' || coalesce(error, '')",
                      .words = query.words.size()};
  return read_page<OperationPage, SessionOperationRow>(
      database_, wanted, query, kOperationOrders[static_cast<std::size_t>(query.order)], "id",
      query.status, query.session_id);
}

}  // namespace afterglow::history
