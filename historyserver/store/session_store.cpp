#include "historyserver/store/session_store.h"

#include "historyserver/store/session_rows.h"

namespace afterglow::history {

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
