#include "historyserver/store/task_blocks.h"

#include <algorithm>
#include <utility>

#include "historyserver/store/task_condition_filter.h"
#include "historyserver/store/task_page.h"
#include "historyserver/store/task_row_reader.h"
#include "historyserver/store/task_sort_key.h"

namespace afterglow::history {
namespace {

std::int64_t number_of_running(const TaskRow& task, TaskOrder order, std::int64_t now) {
  if (order == TaskOrder::duration) return now - task.launch_time;
  if (order == TaskOrder::status) {
    return std::ranges::find(kTaskStatuses, task.status) - kTaskStatuses.begin();
  }
  return sort_key_of_running(task, order, MetricOrder::plain);
}

const std::string* word_of_running(const TaskRow& task, TaskOrder order) {
  switch (order) {
    case TaskOrder::executor_id:
      return &task.executor_id;
    case TaskOrder::host:
      return &task.host;
    case TaskOrder::locality:
      return &task.locality;
    default:
      return nullptr;
  }
}

}  // namespace

TaskBlocks::TaskBlocks(TaskQuery query, std::vector<TaskOrder> wanted)
    : query_(std::make_unique<TaskQuery>(std::move(query))),
      wanted_(std::move(wanted)),
      values_(wanted_.size()) {}
TaskBlocks::TaskBlocks(TaskBlocks&&) noexcept = default;
TaskBlocks::~TaskBlocks() = default;

Result<TaskBlocks> TaskBlocks::open(Database& database, TaskQuery query,
                                    std::vector<TaskOrder> wanted) {
  TaskBlocks blocks(std::move(query), std::move(wanted));
  blocks.chunk_ = std::make_unique<TaskChunkReader>(database, blocks.query_->stage());
  blocks.texts_ = std::make_unique<TextReader>(database);
  blocks.filter_ = std::make_unique<TaskConditionFilter>(database, blocks.query_->conditions);
  if (auto done = blocks.take_running(database); !done) return std::unexpected(done.error());
  return blocks;
}

Result<void> TaskBlocks::take_running(Database& database) {
  const auto running = running_tasks(database, query_->stage(), query_->statuses);
  if (!running) return std::unexpected(running.error());
  for (const TaskRow& task : *running) {
    if (!filter_->keeps(task)) continue;
    ++tasks_;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      const std::string* word = word_of_running(task, wanted_[i]);
      if (!word) {
        values_[i].push_back(number_of_running(task, wanted_[i], query_->conditions.now));
        continue;
      }
      const auto [known, is_new] =
          running_words_.try_emplace(*word, -1 - static_cast<std::int64_t>(running_texts_.size()));
      if (is_new) running_texts_.push_back(*word);
      values_[i].push_back(known->second);
    }
  }
  return {};
}

Result<bool> TaskBlocks::next() {
  if (std::exchange(at_running_, false)) return true;
  const auto more = chunk_->next();
  if (!more || !*more) return more;
  if (auto done = choose(); !done) return std::unexpected(done.error());
  tasks_ = all_chosen_ ? chunk_->tasks() : chosen_.size();
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (auto done = fill(i); !done) return std::unexpected(done.error());
  }
  return true;
}

Result<void> TaskBlocks::choose() {
  chosen_.clear();
  all_chosen_ = filter_->keeps_all() && query_->statuses.empty();
  if (all_chosen_) return {};
  const StatusFilter statuses(query_->statuses);
  const auto status = chunk_->column(TaskColumn::status);
  if (!status) return std::unexpected(status.error());
  if (auto done = filter_->open(*chunk_); !done) return std::unexpected(done.error());
  for (std::uint32_t i = 0; i < chunk_->tasks(); ++i) {
    if (!statuses.wants((*status)->value_at(i))) continue;
    const auto kept = filter_->keeps(i);
    if (!kept) return std::unexpected(kept.error());
    if (*kept) chosen_.push_back(i);
  }
  return {};
}

Result<void> TaskBlocks::fill(std::size_t wanted) {
  std::vector<std::int64_t>& to = values_[wanted];
  to.resize(tasks_);
  const auto fill_from = [&](auto&& value_of) {
    for (std::size_t i = 0; i < tasks_; ++i) to[i] = value_of(all_chosen_ ? i : chosen_[i]);
  };
  if (wanted_[wanted] == TaskOrder::status) {
    const auto status = chunk_->column(TaskColumn::status);
    if (!status) return std::unexpected(status.error());
    fill_from([column = *status](std::size_t task) { return column->value_at(task); });
    return {};
  }
  const auto key = TaskSortKey::load(*chunk_, wanted_[wanted], MetricOrder::plain);
  if (!key) return std::unexpected(key.error());
  fill_from([&](std::size_t task) { return key->at(task); });
  return {};
}

Result<std::string_view> TaskBlocks::word(std::int64_t number) {
  if (number < 0) return running_texts_[static_cast<std::size_t>(-1 - number)];
  return texts_->text(number);
}

}  // namespace afterglow::history
