#include "historyserver/store/task_word_ranks.h"

#include <set>

namespace afterglow::history {
namespace {

constexpr std::size_t kSmallNumbers = 4096;

// As Spark orders them, absent texts being Scala's null.
std::string text_of(const Accumulables& accumulables) {
  if (accumulables.empty()) return "";
  const AccumulableValue& first = accumulables.front();
  return first.name.value_or("null") + ":" + first.value.value_or("null");
}

}  // namespace

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

Result<WordRanks> WordRanks::load(Database& database, const StageKey& stage, TaskColumn column,
                                  const std::vector<TaskRow>& running) {
  std::vector<bool> small(kSmallNumbers);
  std::set<std::int64_t> numbers;
  const auto add = [&](std::int64_t number) {
    if (static_cast<std::size_t>(number) < kSmallNumbers) {
      small[static_cast<std::size_t>(number)] = true;
    } else {
      numbers.insert(number);
    }
  };
  TaskChunkReader chunk(database, stage);
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto words = chunk.column(column);
    if (!words) return std::unexpected(words.error());
    if (const auto constant = (*words)->constant()) {
      add(*constant);
      continue;
    }
    for (std::size_t i = 0; i < chunk.tasks(); ++i) add((*words)->value_at(i));
  }
  for (std::size_t number = 0; number < kSmallNumbers; ++number) {
    if (small[number]) numbers.insert(static_cast<std::int64_t>(number));
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
  ranks.by_small_number_.resize(kSmallNumbers);
  std::int64_t rank = 0;
  for (const auto& [text, of_text] : by_text) {
    for (const std::int64_t number : of_text) {
      if (static_cast<std::size_t>(number) < kSmallNumbers) {
        ranks.by_small_number_[static_cast<std::size_t>(number)] = rank;
      } else {
        ranks.by_number_[number] = rank;
      }
    }
    ranks.by_text_[text] = rank++;
  }
  return ranks;
}

std::string TaskTextKey::of_running(const TaskRow& task) const {
  return order_ == TaskOrder::error ? task.error.value_or("") : text_of(task.accumulables);
}

Result<void> TaskTextKey::open(TaskChunkReader& chunk) {
  if (order_ == TaskOrder::error) {
    const auto errors = chunk.column(TaskColumn::error);
    if (!errors) return std::unexpected(errors.error());
    errors_ = *errors;
    return {};
  }
  auto texts = chunk.accumulables();
  if (!texts) return std::unexpected(texts.error());
  accumulables_ = *std::move(texts);
  return {};
}

Result<std::string> TaskTextKey::at(std::size_t task) {
  if (order_ == TaskOrder::error) {
    const auto text = texts_.text(errors_->value_at(task));
    if (!text) return std::unexpected(text.error());
    return std::string(*text);
  }
  Accumulables accumulables;
  if (!accumulables_[task].empty()) from_json_text(accumulables_[task], accumulables);
  return text_of(accumulables);
}

}  // namespace afterglow::history
