#include "historyserver/store/stage_store.h"

namespace afterglow::history {

Result<std::vector<std::pair<StageKey, std::int64_t>>> StageStore::special_profiles() {
  auto rows = database_.prepare(
      "SELECT stage_id, attempt, resource_profile_id FROM stage WHERE resource_profile_id <> 0");
  if (!rows) return std::unexpected(rows.error());
  std::vector<std::pair<StageKey, std::int64_t>> profiles;
  for (;;) {
    const auto more = rows->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return profiles;
    profiles.emplace_back(StageKey{rows->integer(0), rows->integer(1)}, rows->integer(2));
  }
}

Result<std::vector<PoolRow>> StageStore::pools() {
  auto rows = database_.prepare(
      "SELECT scheduling_pool, sum(status = 'ACTIVE'), sum(status = 'PENDING'),"
      " sum(status = 'COMPLETE'), sum(status = 'FAILED'), sum(status = 'SKIPPED'),"
      " sum(active_tasks), sum(completed_tasks), sum(failed_tasks), sum(killed_tasks),"
      " sum(executor_run_time), min(submission_time), max(completion_time)"
      " FROM stage GROUP BY scheduling_pool ORDER BY scheduling_pool");
  if (!rows) return std::unexpected(rows.error());
  std::vector<PoolRow> pools;
  for (;;) {
    const auto more = rows->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return pools;
    PoolRow pool;
    pool.name = rows->text(0);
    int column = 1;
    for (const auto number :
         {&PoolRow::active_stages, &PoolRow::pending_stages, &PoolRow::complete_stages,
          &PoolRow::failed_stages, &PoolRow::skipped_stages, &PoolRow::active_tasks,
          &PoolRow::completed_tasks, &PoolRow::failed_tasks, &PoolRow::killed_tasks,
          &PoolRow::run_time}) {
      pool.*number = rows->integer(column++);
    }
    if (!rows->is_null(column)) pool.first_time = rows->integer(column);
    if (!rows->is_null(column + 1)) pool.latest_time = rows->integer(column + 1);
    pools.push_back(std::move(pool));
  }
}

Result<std::optional<std::int64_t>> StageStore::last_time() {
  auto last = database_.prepare(
      "SELECT max(time) FROM (SELECT max(coalesce(completion_time, first_task_launched_time,"
      " submission_time)) AS time FROM stage UNION ALL"
      " SELECT max(coalesce(completion_time, submission_time)) FROM job UNION ALL"
      " SELECT max(coalesce(completion_time, submission_time)) FROM sql_execution)");
  if (!last) return std::unexpected(last.error());
  if (auto row = last->step(); !row) return std::unexpected(row.error());
  if (last->is_null(0)) return std::nullopt;
  return last->integer(0);
}

}  // namespace afterglow::history
