#include "historyserver/store/task_store.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <span>

#include "historyserver/store/task_condition_filter.h"
#include "historyserver/store/task_page.h"
#include "historyserver/store/task_row_reader.h"

namespace afterglow::history {
namespace {

// How many tasks are read at once. In the order of their ids they stand nearly one after the other;
// in any other order they are all over the chunks, and many at once share a visit to each.
std::size_t batch_size(TaskOrder order) {
  return order == TaskOrder::id ? 256 : 16'384;
}

// The tasks of a batch in its order, read in the order in which they stand.
Result<std::vector<TaskRow>> read_batch(TaskRowReader& rows, const std::vector<TaskRow>& running,
                                        std::span<const TaskPlace> batch) {
  std::vector<std::size_t> order(batch.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return batch[i]; });
  std::vector<TaskRow> tasks(batch.size());
  for (const std::size_t i : order) {
    if (batch[i].is_running()) {
      tasks[i] = running[batch[i].index];
      continue;
    }
    auto row = rows.read(batch[i].chunk, batch[i].index);
    if (!row) return std::unexpected(row.error());
    tasks[i] = *std::move(row);
  }
  return tasks;
}

Result<void> take_page(Database& database, const TaskQuery& query,
                       const std::vector<TaskRow>& running, std::span<const TaskPlace> left,
                       const std::function<bool(const TaskRow&)>& take) {
  TaskRowReader rows(database, query.stage());
  while (!left.empty()) {
    const auto batch = left.first(std::min(left.size(), batch_size(query.order)));
    left = left.subspan(batch.size());
    const auto tasks = read_batch(rows, running, batch);
    if (!tasks) return std::unexpected(tasks.error());
    for (const TaskRow& task : *tasks) {
      if (!take(task)) return {};
    }
  }
  return {};
}

// The running tasks that a query wants.
Result<std::vector<TaskRow>> wanted_running(Database& database, const TaskQuery& query) {
  auto running = running_tasks(database, query.stage(), query.statuses);
  if (!running) return running;
  const TaskConditionFilter filter(database, query.conditions);
  std::erase_if(*running, [&](const TaskRow& task) { return !filter.keeps(task); });
  return running;
}

Result<std::int64_t> count_ended(Database& database, const StageKey& stage) {
  auto sum = database.prepare(
      "SELECT coalesce(sum(tasks), 0) FROM task_chunk WHERE stage_id = ? AND stage_attempt = ?");
  if (!sum) return std::unexpected(sum.error());
  sum->bind(1, stage.stage_id);
  sum->bind(2, stage.attempt);
  if (auto row = sum->step(); !row) return std::unexpected(row.error());
  return sum->integer(0);
}

}  // namespace

Result<void> TaskStore::each(const TaskQuery& query,
                             const std::function<bool(const TaskRow&)>& take) {
  const auto running = wanted_running(database_, query);
  if (!running) return std::unexpected(running.error());
  const auto page = find_page(database_, query, *running);
  if (!page) return std::unexpected(page.error());
  return take_page(database_, query, *running, *page, take);
}

Result<std::int64_t> TaskStore::search(const TaskQuery& query, const TaskSearch& search,
                                       const std::function<bool(const TaskRow&)>& take) {
  const auto running = wanted_running(database_, query);
  if (!running) return std::unexpected(running.error());
  std::optional<std::vector<TaskPlace>> among;
  if (search.among >= 0) {
    TaskQuery first = query;
    first.offset = 0;
    first.limit = search.among;
    auto page = find_page(database_, first, *running);
    if (!page) return std::unexpected(page.error());
    among = *std::move(page);
    std::ranges::sort(*among);
  }
  TaskRowReader rows(database_, query.stage());
  std::int64_t found = 0;
  const auto page =
      find_page(database_, query, *running, [&](const TaskPlace& place) -> Result<bool> {
        if (among && !std::ranges::binary_search(*among, place)) return false;
        bool matches = false;
        if (place.is_running()) {
          matches = search.matches((*running)[place.index]);
        } else {
          const auto row = rows.read(place.chunk, place.index);
          if (!row) return std::unexpected(row.error());
          matches = search.matches(*row);
        }
        if (matches) ++found;
        return matches;
      });
  if (!page) return std::unexpected(page.error());
  if (auto done = take_page(database_, query, *running, *page, take); !done) {
    return std::unexpected(done.error());
  }
  return found;
}

Result<std::int64_t> TaskStore::count(const TaskQuery& query) {
  const auto running = wanted_running(database_, query);
  if (!running) return std::unexpected(running.error());
  auto count = static_cast<std::int64_t>(running->size());
  TaskConditionFilter conditions(database_, query.conditions);
  if (query.statuses.empty() && !query.cut && conditions.keeps_all()) {
    const auto ended = count_ended(database_, query.stage());
    if (!ended) return std::unexpected(ended.error());
    return count + *ended;
  }
  const StatusFilter filter(query.statuses);
  TaskChunkReader chunk(database_, query.stage());
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return count;
    const auto statuses = chunk.column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    const auto after_cut = TaskCutFilter::load(chunk, query.cut);
    if (!after_cut) return std::unexpected(after_cut.error());
    if (const auto constant = (*statuses)->constant();
        constant && after_cut->keeps_all() && conditions.keeps_all()) {
      if (filter.wants(*constant)) count += static_cast<std::int64_t>(chunk.tasks());
      continue;
    }
    if (auto done = conditions.open(chunk); !done) return std::unexpected(done.error());
    for (std::size_t i = 0; i < chunk.tasks(); ++i) {
      if (!filter.wants((*statuses)->value_at(i)) || !after_cut->keeps(i)) continue;
      const auto meets = conditions.keeps(i);
      if (!meets) return std::unexpected(meets.error());
      count += *meets ? 1 : 0;
    }
  }
}

Result<std::vector<std::int64_t>> TaskStore::sql_metric_ids(std::int64_t stage_id,
                                                            std::int64_t stage_attempt) {
  std::set<std::int64_t> all;
  TaskChunkReader chunk(database_, {stage_id, stage_attempt});
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto ids = chunk.sql_metrics();
    if (!ids) return std::unexpected(ids.error());
    all.insert(ids->begin(), ids->end());
  }
  return std::vector(all.begin(), all.end());
}

Result<std::vector<SqlMetricValue>> TaskStore::sql_metric_values(std::int64_t stage_id,
                                                                 std::int64_t stage_attempt,
                                                                 std::int64_t accumulator_id) {
  std::vector<SqlMetricValue> values;
  TaskChunkReader chunk(database_, {stage_id, stage_attempt});
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return values;
    const auto updates = chunk.column(kFirstSqlMetricColumn + accumulator_id);
    if (!updates) return std::unexpected(updates.error());
    if ((*updates)->size() == 0) continue;
    const auto ids = chunk.column(TaskColumn::task_id);
    if (!ids) return std::unexpected(ids.error());
    const auto indices = chunk.column(TaskColumn::task_index);
    if (!indices) return std::unexpected(indices.error());
    const auto statuses = chunk.column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    for (std::size_t i = 0; i < chunk.tasks(); ++i) {
      const auto value = (*updates)->at(i);
      if (!value) continue;
      values.push_back({(*ids)->value_at(i), (*indices)->value_at(i),
                        (*statuses)->value_at(i) == kTaskSucceeded, *value});
    }
  }
}

}  // namespace afterglow::history
