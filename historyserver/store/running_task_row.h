#pragma once

#include "historyserver/store/row_mapping.h"
#include "historyserver/store/task_row.h"

// Internal to store/: the table of running tasks.
namespace afterglow::history {

struct RunningTaskRow : TaskRow {};

template <>
struct RowColumns<RunningTaskRow> {
  using Row = TaskRow;
  static constexpr const char* table = "running_task";
  static constexpr auto columns = std::tuple{
      Column{"task_id", &Row::id},
      Column{"stage_id", &Row::stage_id},
      Column{"stage_attempt", &Row::stage_attempt},
      Column{"task_index", &Row::index},
      Column{"attempt", &Row::attempt},
      Column{"partition_id", &Row::partition_id},
      Column{"launch_time", &Row::launch_time},
      Column{"result_fetch_start", &Row::result_fetch_start},
      Column{"executor_id", &Row::executor_id},
      Column{"host", &Row::host},
      Column{"status", &Row::status},
      Column{"locality", &Row::locality},
      Column{"speculative", &Row::speculative},
      Column{"accumulables", &Row::accumulables},
  };
};

}  // namespace afterglow::history
