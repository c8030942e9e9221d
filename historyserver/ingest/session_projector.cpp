#include "historyserver/ingest/session_projector.h"

#include <algorithm>

namespace afterglow::history {
namespace {

using enum OperationStep;

const char* name_of(SessionKind kind) {
  return kind == SessionKind::connect ? "connect" : "thrift";
}
SessionKind kind_of(const std::string& name) {
  return name == "connect" ? SessionKind::connect : SessionKind::thrift;
}

// Spark's word for where an operation is after a step.
const char* state_after(OperationStep step) {
  switch (step) {
    case compiled:
      return "COMPILED";
    case ready:
      return "READY";
    case canceled:
      return "CANCELED";
    case timed_out:
      return "TIMEDOUT";
    case failed:
      return "FAILED";
    case finished:
      return "FINISHED";
    case closed:
      break;
  }
  return "CLOSED";
}

bool is_connect_tag(const std::string& tag) {
  return tag.starts_with("SparkConnect_OperationTag_User_");
}

// The first of the tags, which Spark sorts before it looks.
const std::string* connect_tag(const std::vector<std::string>& tags) {
  const std::string* first = nullptr;
  for (const std::string& tag : tags) {
    if (is_connect_tag(tag) && (!first || tag < *first)) first = &tag;
  }
  return first;
}

void add_once(IntegerList& ids, std::int64_t id) {
  if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

}  // namespace

void SessionProjector::keep(const Result<void>& written) {
  if (!written && failure_) failure_ = written;
}

void SessionProjector::on(SessionStarted&& event) {
  const Key key{event.kind, event.id};
  const auto [found, is_new] = sessions_.try_emplace(key);
  if (!is_new) return;
  found->second = {.kind = name_of(event.kind),
                   .id = std::move(event.id),
                   .user = std::move(event.user),
                   .ip = std::move(event.ip),
                   .start_time = event.time,
                   .finish_time = {},
                   .operation_count = 0};
  dirty_sessions_.insert(key);
}

void SessionProjector::on(SessionClosed&& event) {
  const auto found = sessions_.find({event.kind, event.id});
  if (found == sessions_.end()) return;
  found->second.finish_time = event.time;
  keep(database_.sessions.put(found->second));
  dirty_sessions_.erase(found->first);
  sessions_.erase(found);
}

void SessionProjector::on(OperationStarted&& event) {
  const Key key{event.kind, event.id};
  const auto session = sessions_.find({event.kind, event.session_id});
  const auto [found, is_new] = operations_.try_emplace(key);
  SessionOperationRow& row = found->second;
  if (is_new) {
    row.kind = name_of(event.kind);
    row.id = std::move(event.id);
    row.operation_id = std::move(event.operation_id);
    row.session_id = std::move(event.session_id);
    row.user = std::move(event.user);
    row.user_name = std::move(event.user_name);
    row.statement = std::move(event.statement);
    row.session_tags = std::move(event.session_tags);
    row.start_time = event.time;
  }
  row.group_id = std::move(event.group_id);
  row.state = "STARTED";
  had_thrift_operations_ |= event.kind == SessionKind::thrift;
  dirty_operations_.insert(key);
  if (session == sessions_.end()) return;
  ++session->second.operation_count;
  dirty_sessions_.insert(session->first);
}

void SessionProjector::on(OperationStepped&& event) {
  const Key key{event.kind, event.id};
  const auto found = operations_.find(key);
  if (found == operations_.end()) return;
  SessionOperationRow& row = found->second;
  row.state = state_after(event.step);
  dirty_operations_.insert(key);
  switch (event.step) {
    case compiled:
      row.compiled_time = event.time;
      if (event.plan) row.plan = *std::move(event.plan);
      return;
    case ready:
      row.ready_time = event.time;
      return;
    case canceled:
    case timed_out:
    case failed:
    case finished:
      row.outcome = row.state;
      row.finish_time = event.time;
      if (event.error) row.error = std::move(event.error);
      if (event.error_trace) row.error_trace = std::move(event.error_trace);
      if (event.produced_rows) row.produced_rows = event.produced_rows;
      return;
    case closed:
      break;
  }
  row.close_time = event.time;
  keep(database_.sessions.put(row));
  dirty_operations_.erase(key);
  operations_.erase(found);
}

template <typename Change>
void SessionProjector::change_connect_operation(const std::vector<std::string>& job_tags,
                                                Change&& change) {
  const std::string* tag = connect_tag(job_tags);
  if (!tag) return;
  const Key key{SessionKind::connect, *tag};
  if (const auto found = operations_.find(key); found != operations_.end()) {
    change(found->second);
    dirty_operations_.insert(key);
    return;
  }
  auto stored = database_.sessions.operation(name_of(SessionKind::connect), *tag);
  if (!stored) return keep(std::unexpected(stored.error()));
  if (!*stored) return;
  change(**stored);
  keep(database_.sessions.put(**stored));
}

void SessionProjector::add_to_group(const std::string& group_id, std::int64_t job_id) {
  bool is_live = false;
  for (auto& [key, row] : operations_) {
    if (key.first != SessionKind::thrift || row.group_id != group_id) continue;
    row.job_ids.push_back(job_id);
    dirty_operations_.insert(key);
    is_live = true;
  }
  if (is_live || !had_thrift_operations_) return;
  auto stored = database_.sessions.operations_of_group(name_of(SessionKind::thrift), group_id);
  if (!stored) return keep(std::unexpected(stored.error()));
  for (SessionOperationRow& row : *stored) {
    row.job_ids.push_back(job_id);
    keep(database_.sessions.put(row));
  }
}

void SessionProjector::on(const JobStart& event) {
  change_connect_operation(event.tags,
                           [&](SessionOperationRow& row) { row.job_ids.push_back(event.id); });
  if (event.group && !event.group->empty()) add_to_group(*event.group, event.id);
}

void SessionProjector::on_sql_execution(std::int64_t execution_id,
                                        const std::vector<std::string>& job_tags) {
  change_connect_operation(
      job_tags, [&](SessionOperationRow& row) { add_once(row.sql_execution_ids, execution_id); });
}

Result<void> SessionProjector::flush() {
  for (const Key& key : dirty_sessions_) keep(database_.sessions.put(sessions_.at(key)));
  for (const Key& key : dirty_operations_) keep(database_.sessions.put(operations_.at(key)));
  dirty_sessions_.clear();
  dirty_operations_.clear();
  return failure_;
}

Result<void> SessionProjector::restore() {
  auto sessions = database_.sessions.open_sessions();
  if (!sessions) return std::unexpected(sessions.error());
  for (SessionRow& row : *sessions) {
    Key key{kind_of(row.kind), row.id};
    sessions_[std::move(key)] = std::move(row);
  }
  auto operations = database_.sessions.open_operations();
  if (!operations) return std::unexpected(operations.error());
  for (SessionOperationRow& row : *operations) {
    Key key{kind_of(row.kind), row.id};
    operations_[std::move(key)] = std::move(row);
  }
  had_thrift_operations_ = true;  // maybe
  return {};
}

}  // namespace afterglow::history
