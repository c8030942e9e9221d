#pragma once

// Internal to store/: what queries ask of the virtual tables of tasks.

#include <cstdint>
#include <optional>
#include <span>

#include "common/sqlite/sqlite_api.h"
#include "historyserver/store/database.h"
#include "historyserver/store/task_scan.h"

namespace afterglow::history {

// Both tables begin with the stage and its attempt.
inline constexpr int kStageIdColumn = 0;
inline constexpr int kStageAttemptColumn = 1;
// Their bits of a UsableEquality.
inline constexpr int kStageBit = 1;
inline constexpr int kAttemptBit = 2;

// An equality that a table uses to read less; SQLite checks every row again.
struct UsableEquality {
  int column = 0;
  int bit = 0;  // of the plan's number, which tells the cursor what its arguments are
  double keeps = 1;
};

// Passes the equalities on in the order of the list.
void plan_equalities(sqlite3_index_info& info, std::span<const UsableEquality> usable);

// Whether the rows are wanted by stage, or by stage and attempt: in the order in which they are.
bool wants_stage_order(const sqlite3_index_info& info);

// The whole number that the value equals; nothing when no whole number is equal to it.
std::optional<std::int64_t> whole_number(sqlite3_value* value);

// ErrorKind::unsupported when the tables of this version do not fit.
Result<void> check_task_schema(Database& database);

}  // namespace afterglow::history
