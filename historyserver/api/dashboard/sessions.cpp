#include <algorithm>
#include <array>
#include <sstream>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

// Of a text in a list; whoever asks for one operation gets all of it.
constexpr std::size_t kMaxText = 4000;

constexpr std::array<std::string_view, 2> kSessionKinds = {"connect", "thrift"};
// By SessionQuery::Order and OperationQuery::Order.
constexpr auto kSessionKeys = std::to_array<std::string_view>(
    {"startTime", "finishTime", "duration", "id", "user", "ip", "operations"});
constexpr auto kOperationKeys = std::to_array<std::string_view>(
    {"startTime", "finishTime", "closeTime", "executionTime", "duration", "user", "statement",
     "status", "sessionId", "producedRows", "groupId", "operationId"});
constexpr auto kOperationStatuses = std::to_array<std::string_view>(
    {"RUNNING", "FINISHED", "FAILED", "CANCELED", "TIMEDOUT", "CLOSED"});

bool is_kind(std::string_view word) {
  return std::ranges::find(kSessionKinds, word) != kSessionKinds.end();
}
Response unknown_kind(const std::string& word) {
  return text_response(404, "no such kind of sessions: " + word);
}

std::vector<std::string> filter_words(const Request& request) {
  std::istringstream text(request.parameter("q").value_or(""));
  std::vector<std::string> words;
  for (std::string word; words.size() < 20 && text >> word;) words.push_back(std::move(word));
  return words;
}

// Fills what the pages of both have in common; `keys` are the words for Query::Order.
template <typename Query>
Parsed<Query> parse_page(const OpenAttempt& attempt, const Request& request,
                         const std::string& kind, std::span<const std::string_view> keys) {
  if (!is_kind(kind)) return std::unexpected(unknown_kind(kind));
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return std::unexpected(offset.error());
  const auto limit = int_parameter(request, "limit", 100);
  if (!limit) return std::unexpected(limit.error());
  const std::string sort = request.parameter("sort").value_or("startTime");
  const auto key = std::ranges::find(keys, sort);
  if (key == keys.end()) return std::unexpected(text_response(400, "unknown sort key: " + sort));
  Query query;
  query.kind = kind;
  query.words = filter_words(request);
  query.order = static_cast<typename Query::Order>(key - keys.begin());
  query.descending = request.parameter("order").value_or("desc") != "asc";
  query.offset = std::max<std::int64_t>(0, *offset);
  query.limit = std::clamp<std::int64_t>(*limit, 0, kMaxPage);
  query.now = attempt.log.told_until();
  return query;
}

void write_totals(JsonWriter& json, const SessionTotals& totals) {
  json.begin_object()
      .field("sessions", totals.sessions)
      .field("openSessions", totals.open_sessions)
      .field("operations", totals.operations)
      .field("runningOperations", totals.running_operations)
      .field("openOperations", totals.open_operations)
      .field("failedOperations", totals.failed_operations)
      .end_object();
}

void write_session(JsonWriter& json, const SessionRow& row, std::int64_t now) {
  json.begin_object()
      .field("id", row.id)
      .field("user", row.user)
      .field("ip", row.ip)
      .field("startTime", row.start_time)
      .field("finishTime", row.finish_time)
      .field("duration", row.finish_time.value_or(now) - row.start_time)
      .field("operations", row.operation_count)
      .end_object();
}

// Not longer than kMaxText, and not ending inside a letter.
std::string_view shortened(std::string_view text) {
  if (text.size() <= kMaxText) return text;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

enum class Texts { shortened, whole };

void write_operation(JsonWriter& json, const SessionOperationRow& row, std::int64_t now,
                     Texts texts) {
  const auto text = [&](const std::string& all) {
    return texts == Texts::whole ? std::string_view(all) : shortened(all);
  };
  const auto executed = row.finish_time ? row.finish_time : row.close_time;
  json.begin_object()
      .field("id", row.id)
      .field("operationId", row.operation_id)
      .field("sessionId", row.session_id)
      .field("user", row.user)
      .field("userName", row.user_name)
      .field("statement", text(row.statement))
      .field("groupId", row.group_id)
      .field("status", operation_status(row))
      .field("state", row.state)
      .field("startTime", row.start_time)
      .field("compiledTime", row.compiled_time)
      .field("readyTime", row.ready_time)
      .field("finishTime", row.finish_time)
      .field("closeTime", row.close_time)
      .field("executionTime", executed.value_or(now) - row.start_time)
      .field("duration", row.close_time.value_or(now) - row.start_time)
      .field("producedRows", row.produced_rows);
  if (row.error) json.field("error", text(*row.error));
  if (texts == Texts::whole) {
    json.field("plan", row.plan).field("errorTrace", row.error_trace);
  }
  write_field(json, "sessionTags", row.session_tags);
  write_field(json, "jobIds", row.job_ids);
  write_field(json, "sqlExecutionIds", row.sql_execution_ids);
  json.end_object();
}

template <typename Rows, typename Write>
Response page_response(const CountMap& counts, const std::string& status, const Rows& rows,
                       std::string_view name, Write write) {
  std::int64_t searched = 0;
  for (const auto& [word, count] : counts) searched += count;
  const auto chosen = counts.find(status);
  JsonWriter json;
  json.begin_object()
      .field("searched", searched)
      .field("total", status.empty()           ? searched
                      : chosen == counts.end() ? 0
                                               : chosen->second);
  write_field(json, "counts", counts);
  json.key(name).begin_array();
  for (const auto& row : rows) write(json, row);
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace

Response dashboard_session_totals(OpenAttempt& attempt, const Request&, const PathArguments&) {
  JsonWriter json;
  json.begin_object();
  for (const std::string_view kind : kSessionKinds) {
    const auto totals = attempt.database->sessions.totals(std::string(kind));
    if (!totals) return internal_error(totals.error());
    write_totals(json.key(kind), *totals);
  }
  json.end_object();
  return json_response(json);
}

Response dashboard_sessions(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path) {
  auto query = parse_page<SessionQuery>(attempt, request, path.words[0], kSessionKeys);
  if (!query) return query.error();
  const auto status = enum_parameters(request, "status", {"OPEN", "CLOSED"});
  if (!status) return text_response(400, "unknown status");
  const std::string wanted = status->empty() ? "" : status->front();
  if (wanted == "OPEN") query->state = SessionQuery::State::open;
  if (wanted == "CLOSED") query->state = SessionQuery::State::closed;
  const auto page = attempt.database->sessions.page(*query);
  if (!page) return internal_error(page.error());
  return page_response(
      page->counts, wanted, page->rows, "sessions",
      [&](JsonWriter& json, const SessionRow& row) { write_session(json, row, query->now); });
}

Response dashboard_session(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  if (!is_kind(path.words[0])) return unknown_kind(path.words[0]);
  const auto row = attempt.database->sessions.session(path.words[0], path.words[1]);
  if (!row) return internal_error(row.error());
  if (!*row) return text_response(404, "unknown session: " + path.words[1]);
  JsonWriter json;
  write_session(json, **row, attempt.log.told_until());
  return json_response(json);
}

Response dashboard_operations(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path) {
  auto query = parse_page<OperationQuery>(attempt, request, path.words[0], kOperationKeys);
  if (!query) return query.error();
  query->session_id = request.parameter("session");
  const auto status =
      enum_parameters(request, "status", {kOperationStatuses.begin(), kOperationStatuses.end()});
  if (!status) return text_response(400, "unknown status");
  if (!status->empty()) query->status = status->front();
  const auto page = attempt.database->sessions.page(*query);
  if (!page) return internal_error(page.error());
  return page_response(page->counts, query->status, page->rows, "operations",
                       [&](JsonWriter& json, const SessionOperationRow& row) {
                         write_operation(json, row, query->now, Texts::shortened);
                       });
}

Response dashboard_operation(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  if (!is_kind(path.words[0])) return unknown_kind(path.words[0]);
  const auto row = attempt.database->sessions.operation(path.words[0], path.words[1]);
  if (!row) return internal_error(row.error());
  if (!*row) return text_response(404, "unknown operation: " + path.words[1]);
  JsonWriter json;
  write_operation(json, **row, attempt.log.told_until(), Texts::whole);
  return json_response(json);
}

}  // namespace afterglow::history
