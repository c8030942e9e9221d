#include "historyserver/store/task_table_plan.h"

#include <cstring>

#include "historyserver/store/application_database.h"

namespace afterglow::history {
namespace {

// Nobody counts tasks before a query is planned; what matters is that reading less costs less.
constexpr double kGuessedTasks = 1e6;

bool is_usable(sqlite3_index_info& info, int constraint, int column) {
  const auto& candidate = info.aConstraint[constraint];
  return candidate.usable && candidate.op == SQLITE_INDEX_CONSTRAINT_EQ &&
         candidate.iColumn == column &&
         std::strcmp(sqlite3_vtab_collation(&info, constraint), "BINARY") == 0;
}

}  // namespace

void plan_equalities(sqlite3_index_info& info, std::span<const UsableEquality> usable) {
  double rows = kGuessedTasks;
  int arguments = 0;
  info.idxNum = 0;
  for (const UsableEquality& equality : usable) {
    for (int i = 0; i < info.nConstraint; ++i) {
      if (!is_usable(info, i, equality.column)) continue;
      info.aConstraintUsage[i].argvIndex = ++arguments;
      info.idxNum |= equality.bit;
      rows *= equality.keeps;
      break;
    }
  }
  info.estimatedRows = static_cast<sqlite3_int64>(rows);
  info.estimatedCost = rows + 10;
  info.orderByConsumed = wants_stage_order(info);
}

bool wants_stage_order(const sqlite3_index_info& info) {
  if (info.nOrderBy < 1 || info.nOrderBy > 2) return false;
  for (int i = 0; i < info.nOrderBy; ++i) {
    if (info.aOrderBy[i].iColumn != i || info.aOrderBy[i].desc) return false;
  }
  return true;
}

std::optional<std::int64_t> whole_number(sqlite3_value* value) {
  switch (sqlite3_value_numeric_type(value)) {
    case SQLITE_INTEGER:
      return sqlite3_value_int64(value);
    case SQLITE_FLOAT: {
      const double number = sqlite3_value_double(value);
      if (number < -9e18 || number > 9e18) return {};
      const auto whole = static_cast<std::int64_t>(number);
      if (static_cast<double>(whole) != number) return {};
      return whole;
    }
    default:
      return {};
  }
}

Result<void> check_task_schema(Database& database) {
  const auto version = database.schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version == ApplicationDatabase::kSchemaVersion) return {};
  return fail(ErrorKind::unsupported,
              "this is no database of an application, or one of another version of Afterglow");
}

}  // namespace afterglow::history
