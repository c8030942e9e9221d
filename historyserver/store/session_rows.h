#pragma once

// Internal to store/: the columns of the tables of schema/application/session.sql.

#include "historyserver/store/row_mapping.h"
#include "historyserver/store/session_store.h"

namespace afterglow::history {

// The status that a session is shown with, in SQL.
inline constexpr const char* kSessionStatus =
    "CASE WHEN finish_time IS NULL THEN 'OPEN' ELSE 'CLOSED' END";

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

}  // namespace afterglow::history
