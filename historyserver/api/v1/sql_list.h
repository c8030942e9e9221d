#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/sql_status.h"
#include "historyserver/store/application_database.h"

// Lists of an application's SQL executions, as Spark's table and the dashboard's page tell them.
namespace afterglow::history {

struct ListedExecution {
  SqlExecutionHead row;
  std::string status;
  std::int64_t duration = 0;  // ms
  SqlJobs jobs;               // each list ascending

  std::string_view description() const;
};
using ListedExecutions = std::vector<const ListedExecution*>;

// All of them, by id.
Result<std::vector<ListedExecution>> listed_executions(ApplicationDatabase& database);

// Executions, and below them those that they started. One whose root is not in the list stands for
// itself.
struct SqlGroups {
  ListedExecutions roots;
  std::map<std::int64_t, ListedExecutions> parts;  // by root
};
SqlGroups group_executions(const ListedExecutions& list);

// `order`: status, description, submissionTime or duration; anything else leaves them by id.
void sort_executions(ListedExecutions& list, std::string_view order, bool ascending);

// Writes how many there are, how long they took on average and how many failed, as an object.
void write_sql_summary(JsonWriter& json, const ListedExecutions& list);

// The members of one; its object stays open.
void begin_execution(JsonWriter& json, const ListedExecution& one);

}  // namespace afterglow::history
