#include "historyserver/store/task_condition_filter.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace afterglow::history {
namespace {

TextCondition one_of(const std::vector<std::string>& texts) {
  return [&texts](std::string_view text) { return std::ranges::find(texts, text) != texts.end(); };
}

bool is_in_decimal(const TextCondition& wants, std::int64_t number) {
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return wants(std::string_view(text.data(), end));
}

bool keeps_times(const TaskConditions& conditions, std::int64_t launch, std::int64_t duration) {
  if (conditions.launch_time && !conditions.launch_time->has(launch)) return false;
  if (conditions.duration && !conditions.duration->has(duration)) return false;
  if (!conditions.alive) return true;
  std::int64_t end = 0;
  if (__builtin_add_overflow(launch, duration, &end)) end = INT64_MAX;
  return launch <= conditions.alive->to && end >= conditions.alive->from;
}

}  // namespace

TaskConditionFilter::TaskConditionFilter(Database& database, const TaskConditions& conditions)
    : conditions_(conditions), texts_(database) {
  if (!conditions.executors.empty()) {
    all_of_.push_back({TaskColumn::executor_id, one_of(conditions.executors)});
  }
  if (!conditions.hosts.empty()) {
    all_of_.push_back({TaskColumn::host, one_of(conditions.hosts)});
  }
  if (conditions.error) {
    all_of_.push_back({TaskColumn::error, [&conditions](std::string_view error) {
                         return !error.empty() && conditions.error(error);
                       }});
  }
  if (!conditions.text) return;
  for (const TaskColumn column :
       {TaskColumn::executor_id, TaskColumn::host, TaskColumn::locality, TaskColumn::error}) {
    any_of_.push_back({column, conditions.text});
  }
  for (std::size_t i = 0; i < kTaskStatuses.size(); ++i) {
    status_wanted_[i] = conditions.text(kTaskStatuses[i]);
  }
}

bool TaskConditionFilter::keeps(const TaskRow& running) const {
  const TaskConditions& c = conditions_;
  if (c.task_id && running.id != *c.task_id) return false;
  if (c.only_speculative && !running.speculative) return false;
  if (c.error) return false;
  if (!c.executors.empty() && !one_of(c.executors)(running.executor_id)) return false;
  if (!c.hosts.empty() && !one_of(c.hosts)(running.host)) return false;
  if (!keeps_times(c, running.launch_time, c.now - running.launch_time)) return false;
  return !c.text || c.text(running.executor_id) || c.text(running.host) ||
         c.text(running.locality) || c.text(running.status) || is_in_decimal(c.text, running.id) ||
         is_in_decimal(c.text, running.index);
}

Result<void> TaskConditionFilter::open(TaskChunkReader& chunk) {
  if (keeps_all()) return {};
  for (const auto& [which, to] :
       {std::pair{TaskColumn::task_id, &id_}, std::pair{TaskColumn::task_index, &index_},
        std::pair{TaskColumn::launch_time, &launch_}, std::pair{TaskColumn::duration, &duration_},
        std::pair{TaskColumn::status, &status_},
        std::pair{TaskColumn::speculative, &speculative_}}) {
    const auto column = chunk.column(which);
    if (!column) return std::unexpected(column.error());
    *to = *column;
  }
  for (std::vector<WordCondition>* conditions : {&all_of_, &any_of_}) {
    for (WordCondition& condition : *conditions) {
      const auto words = chunk.column(condition.column);
      if (!words) return std::unexpected(words.error());
      condition.words = *words;
    }
  }
  return {};
}

Result<bool> TaskConditionFilter::wants(WordCondition& condition, std::size_t task) {
  const std::int64_t number = condition.words->value_at(task);
  const auto [known, is_new] = condition.known.try_emplace(number);
  if (!is_new) return known->second;
  const auto text = texts_.text(number);
  if (!text) return std::unexpected(text.error());
  known->second = condition.wants(*text);
  return known->second;
}

bool TaskConditionFilter::keeps_numbers(std::size_t task) const {
  const TaskConditions& c = conditions_;
  if (c.task_id && id_->value_at(task) != *c.task_id) return false;
  if (c.only_speculative && speculative_->value_at(task) == 0) return false;
  return keeps_times(c, launch_->value_at(task), duration_->value_at(task));
}

Result<bool> TaskConditionFilter::keeps_text(std::size_t task) {
  const auto status = static_cast<std::size_t>(status_->value_at(task));
  if (status < status_wanted_.size() && status_wanted_[status]) return true;
  for (WordCondition& condition : any_of_) {
    auto kept = wants(condition, task);
    if (!kept || *kept) return kept;
  }
  return is_in_decimal(conditions_.text, id_->value_at(task)) ||
         is_in_decimal(conditions_.text, index_->value_at(task));
}

Result<bool> TaskConditionFilter::keeps(std::size_t task) {
  if (keeps_all()) return true;
  if (!keeps_numbers(task)) return false;
  for (WordCondition& condition : all_of_) {
    auto kept = wants(condition, task);
    if (!kept || !*kept) return kept;
  }
  if (!conditions_.text) return true;
  return keeps_text(task);
}

}  // namespace afterglow::history
