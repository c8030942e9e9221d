#include "historyserver/store/session_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<SessionRow> {
  using Row = SessionRow;
  static constexpr const char* table = "session";
  static constexpr auto columns = std::tuple{
      Column{"kind", &Row::kind},
      Column{"session_id", &Row::id},
      Column{"user", &Row::user},
      Column{"ip", &Row::ip},
      Column{"start_time", &Row::start_time},
      Column{"finish_time", &Row::finish_time},
      Column{"operation_count", &Row::operation_count},
  };
};

template <>
struct RowColumns<SessionOperationRow> {
  using Row = SessionOperationRow;
  static constexpr const char* table = "session_operation";
  static constexpr auto columns = std::tuple{
      Column{"kind", &Row::kind},
      Column{"id", &Row::id},
      Column{"operation_id", &Row::operation_id},
      Column{"session_id", &Row::session_id},
      Column{"user", &Row::user},
      Column{"user_name", &Row::user_name},
      Column{"statement", &Row::statement},
      Column{"group_id", &Row::group_id},
      Column{"session_tags", &Row::session_tags},
      Column{"state", &Row::state},
      Column{"outcome", &Row::outcome},
      Column{"start_time", &Row::start_time},
      Column{"compiled_time", &Row::compiled_time},
      Column{"ready_time", &Row::ready_time},
      Column{"finish_time", &Row::finish_time},
      Column{"close_time", &Row::close_time},
      Column{"plan", &Row::plan},
      Column{"error", &Row::error},
      Column{"error_trace", &Row::error_trace},
      Column{"produced_rows", &Row::produced_rows},
      Column{"job_ids", &Row::job_ids},
      Column{"sql_execution_ids", &Row::sql_execution_ids},
  };
};

Result<void> SessionStore::put(const SessionRow& row) {
  return cached_upsert(database_, put_session_, row);
}
Result<void> SessionStore::put(const SessionOperationRow& row) {
  return cached_upsert(database_, put_operation_, row);
}

Result<std::vector<SessionRow>> SessionStore::sessions(const std::string& kind) {
  return select_rows<SessionRow>(database_, "WHERE kind = ? ORDER BY start_time DESC, session_id",
                                 kind);
}
Result<std::vector<SessionOperationRow>> SessionStore::operations(const std::string& kind) {
  return select_rows<SessionOperationRow>(database_, "WHERE kind = ? ORDER BY start_time DESC, id",
                                          kind);
}
Result<std::optional<SessionOperationRow>> SessionStore::operation(const std::string& kind,
                                                                   const std::string& id) {
  return select_row<SessionOperationRow>(database_, "WHERE kind = ? AND id = ?", kind, id);
}
Result<std::vector<SessionOperationRow>> SessionStore::operations_of_group(
    const std::string& kind, const std::string& group_id) {
  return select_rows<SessionOperationRow>(
      database_, "WHERE group_id = ?2 AND group_id <> '' AND kind = ?1 ORDER BY id", kind,
      group_id);
}
Result<std::vector<SessionRow>> SessionStore::open_sessions() {
  return select_rows<SessionRow>(database_, "WHERE finish_time IS NULL");
}
Result<std::vector<SessionOperationRow>> SessionStore::open_operations() {
  return select_rows<SessionOperationRow>(database_, "WHERE close_time IS NULL");
}

}  // namespace afterglow::history
