#include "historyserver/store/task_page.h"

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "historyserver/store/task_condition_filter.h"
#include "historyserver/store/task_sort_key.h"
#include "historyserver/store/task_word_ranks.h"

namespace afterglow::history {
namespace {

// A task that may be in the page: what it is ordered by, and where it stands.
template <typename Key>
struct Candidate {
  Key key{};
  std::int64_t id = 0;
  TaskPlace place;
  bool operator<(const Candidate& other) const {
    return std::tie(key, id) < std::tie(other.key, other.id);
  }
};

// Keeps the first `wanted` of all candidates that are offered, in the wanted direction.
template <typename Key>
class FirstCandidates {
 public:
  explicit FirstCandidates(const TaskQuery& query)
      : descending_(query.descending),
        offset_(static_cast<std::size_t>(query.offset)),
        wanted_(query.limit < 0 ? SIZE_MAX : offset_ + static_cast<std::size_t>(query.limit)) {}

  void offer(Candidate<Key> candidate) {
    if (first_left_out_ && !before(candidate, *first_left_out_)) return;
    kept_.push_back(std::move(candidate));
    if (wanted_ < SIZE_MAX / 2 && kept_.size() >= 2 * wanted_ + 1024) cut();
  }
  // Those of the page, in order; what comes before the page is not put into order.
  std::span<const Candidate<Key>> page() {
    if (kept_.size() > wanted_) cut();
    if (kept_.size() <= offset_) return {};
    const auto first = kept_.begin() + static_cast<std::ptrdiff_t>(offset_);
    const auto order = [this](const auto& a, const auto& b) { return before(a, b); };
    std::nth_element(kept_.begin(), first, kept_.end(), order);
    std::sort(first, kept_.end(), order);
    return {first, kept_.end()};
  }

 private:
  bool before(const Candidate<Key>& a, const Candidate<Key>& b) const {
    return descending_ ? b < a : a < b;
  }
  void cut() {
    std::nth_element(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(wanted_),
                     kept_.end(), [this](const auto& a, const auto& b) { return before(a, b); });
    first_left_out_ = std::move(kept_[wanted_]);
    kept_.resize(wanted_);
  }

  bool descending_;
  std::size_t offset_;
  std::size_t wanted_;
  std::vector<Candidate<Key>> kept_;
  std::optional<Candidate<Key>> first_left_out_;  // nothing from it on is in the page
};

// What tasks are ordered by: numbers, and words by their ranks.
class NumberKeys {
 public:
  using Key = std::int64_t;
  NumberKeys(const TaskQuery& query, std::optional<WordRanks> ranks)
      : query_(query), words_(words_of(query.order)), ranks_(std::move(ranks)) {}

  Key of_running(const TaskRow& task) const {
    return ranks_ ? ranks_->of(word_of(task, *words_))
                  : sort_key_of_running(task, query_.order, query_.metric_order);
  }
  Result<void> open(TaskChunkReader& chunk) {
    const auto key = TaskSortKey::load(chunk, query_.order, query_.metric_order);
    if (!key) return std::unexpected(key.error());
    key_ = *key;
    return {};
  }
  Result<Key> at(std::size_t task) const {
    return ranks_ ? ranks_->of(key_.at(task)) : key_.at(task);
  }

 private:
  const TaskQuery& query_;
  std::optional<TaskColumn> words_;
  std::optional<WordRanks> ranks_;
  TaskSortKey key_;
};

template <typename Keys>
Result<std::vector<TaskPlace>> find_page_by(
    Keys keys, Database& database, const TaskQuery& query, const std::vector<TaskRow>& running,
    const std::function<Result<bool>(const TaskPlace&)>& keep) {
  FirstCandidates<typename Keys::Key> candidates(query);
  const auto keeps = [&](const TaskPlace& place) -> Result<bool> {
    if (!keep) return true;
    return keep(place);
  };
  for (std::uint32_t i = 0; i < running.size(); ++i) {
    const TaskPlace place{TaskPlace::kRunning, i};
    const auto kept = keeps(place);
    if (!kept) return std::unexpected(kept.error());
    if (*kept) candidates.offer({keys.of_running(running[i]), running[i].id, place});
  }
  const StatusFilter filter(query.statuses);
  TaskConditionFilter conditions(database, query.conditions);
  TaskChunkReader chunk(database, query.stage());
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (auto done = keys.open(chunk); !done) return std::unexpected(done.error());
    const auto ids = chunk.column(TaskColumn::task_id);
    if (!ids) return std::unexpected(ids.error());
    const auto statuses = chunk.column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    const auto after_cut = TaskCutFilter::load(chunk, query.cut);
    if (!after_cut) return std::unexpected(after_cut.error());
    if (auto done = conditions.open(chunk); !done) return std::unexpected(done.error());
    for (std::uint32_t i = 0; i < chunk.tasks(); ++i) {
      if (!filter.wants((*statuses)->value_at(i)) || !after_cut->keeps(i)) continue;
      const auto meets = conditions.keeps(i);
      if (!meets) return std::unexpected(meets.error());
      if (!*meets) continue;
      const TaskPlace place{static_cast<std::int32_t>(chunk.chunk()), i};
      const auto kept = keeps(place);
      if (!kept) return std::unexpected(kept.error());
      if (!*kept) continue;
      auto key = keys.at(i);
      if (!key) return std::unexpected(key.error());
      candidates.offer({*std::move(key), (*ids)->value_at(i), place});
    }
  }
  std::vector<TaskPlace> places;
  for (const auto& candidate : candidates.page()) places.push_back(candidate.place);
  return places;
}

}  // namespace

Result<std::vector<TaskPlace>> find_page(
    Database& database, const TaskQuery& query, const std::vector<TaskRow>& running,
    const std::function<Result<bool>(const TaskPlace&)>& keep) {
  if (TaskTextKey::is_for(query.order)) {
    return find_page_by(TaskTextKey(database, query.order), database, query, running, keep);
  }
  std::optional<WordRanks> ranks;
  if (const auto words = words_of(query.order)) {
    auto loaded = WordRanks::load(database, query.stage(), *words, running);
    if (!loaded) return std::unexpected(loaded.error());
    ranks = *std::move(loaded);
  }
  return find_page_by(NumberKeys(query, std::move(ranks)), database, query, running, keep);
}

}  // namespace afterglow::history
