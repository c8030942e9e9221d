#include "historyserver/store/task_store.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <span>

#include "historyserver/store/task_row_reader.h"
#include "historyserver/store/task_sort_key.h"

namespace afterglow::history {
namespace {

constexpr std::int32_t kRunning = -1;

// A task that may be in the page: what it is ordered by, and where it stands.
struct Candidate {
  std::int64_t key = 0;
  std::int64_t id = 0;
  std::int32_t chunk = kRunning;  // or among the running tasks
  std::uint32_t place = 0;
  bool operator<(const Candidate& other) const {
    return std::tie(key, id) < std::tie(other.key, other.id);
  }
};

// Keeps the first `wanted` of all candidates that are offered, in the wanted direction.
class FirstCandidates {
 public:
  FirstCandidates(const TaskQuery& query)
      : descending_(query.descending),
        wanted_(query.limit < 0 ? SIZE_MAX : static_cast<std::size_t>(query.offset + query.limit)) {
  }

  void offer(const Candidate& candidate) {
    kept_.push_back(candidate);
    if (wanted_ < SIZE_MAX / 2 && kept_.size() >= 2 * wanted_ + 1024) cut();
  }
  std::vector<Candidate> take() {
    std::ranges::sort(kept_, [this](const auto& a, const auto& b) { return before(a, b); });
    if (kept_.size() > wanted_) kept_.resize(wanted_);
    return std::move(kept_);
  }

 private:
  bool before(const Candidate& a, const Candidate& b) const { return descending_ ? b < a : a < b; }
  void cut() {
    std::nth_element(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(wanted_),
                     kept_.end(), [this](const auto& a, const auto& b) { return before(a, b); });
    kept_.resize(wanted_);
  }

  bool descending_;
  std::size_t wanted_;
  std::vector<Candidate> kept_;
};

// Which of a chunk's status numbers a query wants.
class StatusFilter {
 public:
  explicit StatusFilter(const std::vector<std::string>& statuses) {
    for (std::size_t i = 0; i < kTaskStatuses.size(); ++i) {
      wanted_[i] =
          statuses.empty() || std::ranges::find(statuses, kTaskStatuses[i]) != statuses.end();
    }
  }
  bool wants(std::int64_t status) const {
    return status >= 0 && static_cast<std::size_t>(status) < wanted_.size() &&
           wanted_[static_cast<std::size_t>(status)];
  }

 private:
  std::array<bool, kTaskStatuses.size()> wanted_{};
};

const std::string& word_of(const TaskRow& task, TaskColumn column) {
  static const std::string none;
  switch (column) {
    case TaskColumn::executor_id:
      return task.executor_id;
    case TaskColumn::host:
      return task.host;
    case TaskColumn::locality:
      return task.locality;
    default:
      return none;
  }
}

// Where each word stands in the order of the alphabet; "no word" comes first.
class WordRanks {
 public:
  static Result<WordRanks> load(Database& database, const TaskQuery& query, TaskColumn column,
                                const std::vector<TaskRow>& running) {
    std::set<std::int64_t> numbers;
    auto chunk = TaskChunkReader::open(database, query.stage());
    if (!chunk) return std::unexpected(chunk.error());
    for (;;) {
      const auto more = chunk->next();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      const auto words = chunk->column(column);
      if (!words) return std::unexpected(words.error());
      if (const auto constant = (*words)->constant()) {
        numbers.insert(*constant);
        continue;
      }
      for (std::size_t i = 0; i < chunk->tasks(); ++i) numbers.insert((*words)->value_at(i));
    }
    std::map<std::string, std::vector<std::int64_t>> by_text;
    TextReader texts(database);
    for (const std::int64_t number : numbers) {
      const auto text = texts.text(number);
      if (!text) return std::unexpected(text.error());
      by_text[std::string(*text)].push_back(number);
    }
    for (const TaskRow& task : running) by_text[word_of(task, column)];
    WordRanks ranks;
    std::int64_t rank = 0;
    for (const auto& [text, of_text] : by_text) {
      for (const std::int64_t number : of_text) ranks.by_number_[number] = rank;
      ranks.by_text_[text] = rank++;
    }
    return ranks;
  }

  std::int64_t of(std::int64_t number) const { return by_number_.at(number); }
  std::int64_t of(const std::string& text) const { return by_text_.at(text); }

 private:
  std::map<std::int64_t, std::int64_t> by_number_;
  std::map<std::string, std::int64_t> by_text_;
};

Result<std::vector<Candidate>> find_page(Database& database, const TaskQuery& query,
                                         const std::vector<TaskRow>& running) {
  FirstCandidates candidates(query);
  const StatusFilter filter(query.statuses);
  const auto words = words_of(query.order);
  WordRanks ranks;
  if (words) {
    auto loaded = WordRanks::load(database, query, *words, running);
    if (!loaded) return std::unexpected(loaded.error());
    ranks = *std::move(loaded);
  }
  for (std::uint32_t i = 0; i < running.size(); ++i) {
    const std::int64_t key = words ? ranks.of(word_of(running[i], *words))
                                   : sort_key_of_running(running[i], query.order);
    candidates.offer({key, running[i].id, kRunning, i});
  }
  auto chunk = TaskChunkReader::open(database, query.stage());
  if (!chunk) return std::unexpected(chunk.error());
  for (;;) {
    const auto more = chunk->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto key = TaskSortKey::load(*chunk, query.order);
    if (!key) return std::unexpected(key.error());
    const auto ids = chunk->column(TaskColumn::task_id);
    if (!ids) return std::unexpected(ids.error());
    const auto statuses = chunk->column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    const auto after_cut = TaskCutFilter::load(*chunk, query.cut);
    if (!after_cut) return std::unexpected(after_cut.error());
    for (std::uint32_t i = 0; i < chunk->tasks(); ++i) {
      if (!filter.wants((*statuses)->value_at(i)) || !after_cut->keeps(i)) continue;
      const std::int64_t value = words ? ranks.of(key->at(i)) : key->at(i);
      candidates.offer({value, (*ids)->value_at(i), static_cast<std::int32_t>(chunk->chunk()), i});
    }
  }
  return candidates.take();
}

// How many tasks are read at once. In the order of their ids they stand nearly one after the other;
// in any other order they are all over the chunks, and many at once share a visit to each.
std::size_t batch_size(TaskOrder order) {
  return order == TaskOrder::id ? 256 : 16'384;
}

// The tasks of a batch in its order, read in the order in which they stand.
Result<std::vector<TaskRow>> read_batch(TaskRowReader& rows, const std::vector<TaskRow>& running,
                                        std::span<const Candidate> batch) {
  std::vector<std::size_t> places(batch.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::sort(places, {}, [&](std::size_t i) { return std::pair(batch[i].chunk, i); });
  std::vector<TaskRow> tasks(batch.size());
  for (const std::size_t i : places) {
    if (batch[i].chunk == kRunning) {
      tasks[i] = running[batch[i].place];
      continue;
    }
    auto row = rows.read(batch[i].chunk, batch[i].place);
    if (!row) return std::unexpected(row.error());
    tasks[i] = *std::move(row);
  }
  return tasks;
}

}  // namespace

Result<void> TaskStore::each(const TaskQuery& query,
                             const std::function<bool(const TaskRow&)>& take) {
  const auto running = running_tasks(database_, query.stage(), query.statuses);
  if (!running) return std::unexpected(running.error());
  const auto page = find_page(database_, query, *running);
  if (!page) return std::unexpected(page.error());
  TaskRowReader rows(database_, query.stage());
  std::span<const Candidate> left(*page);
  left = left.subspan(std::min(left.size(), static_cast<std::size_t>(query.offset)));
  while (!left.empty()) {
    const auto batch = left.first(std::min(left.size(), batch_size(query.order)));
    left = left.subspan(batch.size());
    const auto tasks = read_batch(rows, *running, batch);
    if (!tasks) return std::unexpected(tasks.error());
    for (const TaskRow& task : *tasks) {
      if (!take(task)) return {};
    }
  }
  return {};
}

Result<std::int64_t> TaskStore::count(const TaskQuery& query) {
  const auto running = running_tasks(database_, query.stage(), query.statuses);
  if (!running) return std::unexpected(running.error());
  auto count = static_cast<std::int64_t>(running->size());
  const StatusFilter filter(query.statuses);
  auto chunk = TaskChunkReader::open(database_, query.stage());
  if (!chunk) return std::unexpected(chunk.error());
  for (;;) {
    const auto more = chunk->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return count;
    const auto statuses = chunk->column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    const auto after_cut = TaskCutFilter::load(*chunk, query.cut);
    if (!after_cut) return std::unexpected(after_cut.error());
    if (const auto constant = (*statuses)->constant(); constant && after_cut->keeps_all()) {
      if (filter.wants(*constant)) count += static_cast<std::int64_t>(chunk->tasks());
      continue;
    }
    for (std::size_t i = 0; i < chunk->tasks(); ++i) {
      if (filter.wants((*statuses)->value_at(i)) && after_cut->keeps(i)) ++count;
    }
  }
}

Result<void> TaskStore::each_duration(
    const StageKey& stage, std::int64_t now,
    const std::function<void(std::string_view, std::int64_t)>& take) {
  const auto running = running_tasks(database_, stage, {});
  if (!running) return std::unexpected(running.error());
  for (const TaskRow& task : *running) take(task.status, now - task.launch_time);
  auto chunk = TaskChunkReader::open(database_, stage);
  if (!chunk) return std::unexpected(chunk.error());
  for (;;) {
    const auto more = chunk->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const auto statuses = chunk->column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    const auto durations = chunk->column(TaskColumn::duration);
    if (!durations) return std::unexpected(durations.error());
    for (std::size_t i = 0; i < chunk->tasks(); ++i) {
      const auto status = static_cast<std::size_t>((*statuses)->value_at(i));
      take(kTaskStatuses[std::min(status, kTaskStatuses.size() - 1)], (*durations)->value_at(i));
    }
  }
}

Result<std::vector<std::int64_t>> TaskStore::sql_metric_ids(std::int64_t stage_id,
                                                            std::int64_t stage_attempt) {
  std::set<std::int64_t> all;
  auto chunk = TaskChunkReader::open(database_, {stage_id, stage_attempt});
  if (!chunk) return std::unexpected(chunk.error());
  for (;;) {
    const auto more = chunk->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto ids = chunk->sql_metrics();
    if (!ids) return std::unexpected(ids.error());
    all.insert(ids->begin(), ids->end());
  }
  return std::vector(all.begin(), all.end());
}

Result<std::vector<SqlMetricValue>> TaskStore::sql_metric_values(std::int64_t stage_id,
                                                                 std::int64_t stage_attempt,
                                                                 std::int64_t accumulator_id) {
  std::vector<SqlMetricValue> values;
  auto chunk = TaskChunkReader::open(database_, {stage_id, stage_attempt});
  if (!chunk) return std::unexpected(chunk.error());
  for (;;) {
    const auto more = chunk->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return values;
    const auto updates = chunk->column(kFirstSqlMetricColumn + accumulator_id);
    if (!updates) return std::unexpected(updates.error());
    if ((*updates)->size() == 0) continue;
    const auto ids = chunk->column(TaskColumn::task_id);
    if (!ids) return std::unexpected(ids.error());
    const auto indices = chunk->column(TaskColumn::task_index);
    if (!indices) return std::unexpected(indices.error());
    const auto statuses = chunk->column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    for (std::size_t i = 0; i < chunk->tasks(); ++i) {
      const auto value = (*updates)->at(i);
      if (!value) continue;
      values.push_back({(*ids)->value_at(i), (*indices)->value_at(i),
                        (*statuses)->value_at(i) == kTaskSucceeded, *value});
    }
  }
}

}  // namespace afterglow::history
