#pragma once

#include "historyserver/store/application_store.h"
#include "historyserver/store/row_mapping.h"

// The columns of ApplicationTotals, which stand in every application's database and in the catalog.
namespace afterglow::history {

template <>
struct RowColumns<ApplicationTotals> {
  using Row = ApplicationTotals;
  static constexpr auto columns = std::tuple{
      Column{"jobs_running", &Row::jobs_running},
      Column{"jobs_succeeded", &Row::jobs_succeeded},
      Column{"jobs_failed", &Row::jobs_failed},
      Column{"stages_active", &Row::stages_active},
      Column{"stages_complete", &Row::stages_complete},
      Column{"stages_failed", &Row::stages_failed},
      Column{"stages_skipped", &Row::stages_skipped},
      Column{"tasks_active", &Row::tasks_active},
      Column{"tasks_complete", &Row::tasks_complete},
      Column{"tasks_failed", &Row::tasks_failed},
      Column{"tasks_killed", &Row::tasks_killed},
      Column{"task_time", &Row::task_time},
      Column{"input_bytes", &Row::input_bytes},
      Column{"shuffle_read_bytes", &Row::shuffle_read_bytes},
      Column{"shuffle_write_bytes", &Row::shuffle_write_bytes},
      Column{"spill_bytes", &Row::spill_bytes},
      Column{"last_job_failed", &Row::last_job_failed},
  };
};

template <>
constexpr int column_span<ApplicationTotals>() {
  return static_cast<int>(std::tuple_size_v<decltype(RowColumns<ApplicationTotals>::columns)>);
}
template <>
inline std::string column_names<ApplicationTotals>(const char*) {
  return column_list<ApplicationTotals>();
}
inline void bind_value(Statement& to, int index, const ApplicationTotals& totals) {
  for_each_column<ApplicationTotals>(
      [&](const auto& column) { bind_value(to, index++, totals.*(column.member)); });
}
inline void read_value(const Statement& from, int column_index, ApplicationTotals& totals) {
  for_each_column<ApplicationTotals>(
      [&](const auto& column) { read_value(from, column_index++, totals.*(column.member)); });
}

}  // namespace afterglow::history
