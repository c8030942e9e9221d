#include "historyserver/store/task_scan.h"

#include <string>

namespace afterglow::history {
namespace {

// Both halves come in the order of an index, so that SQLite only merges them. No chunk number is as
// high as that of the running tasks.
std::string places_sql(const std::string& where) {
  return "SELECT stage_id, stage_attempt, chunk, rowid, 0 FROM task_chunk " + where +
         " UNION ALL "
         "SELECT DISTINCT stage_id, stage_attempt, 9223372036854775807, 0, 1 FROM running_task " +
         where + " ORDER BY 1, 2, 3";
}

}  // namespace

Result<void> TaskScan::start(const Filter& filter) {
  static const std::array<std::string, 3> kWheres = {"", "WHERE stage_id = ?1",
                                                     "WHERE stage_id = ?1 AND stage_attempt = ?2"};
  const std::size_t which = !filter.stage_id ? 0 : filter.stage_attempt ? 2 : 1;
  // The last scan may have been left in its middle.
  if (current_) places_[*current_]->reset();
  current_.reset();
  is_placed_ = false;
  if (!places_[which]) {
    auto prepared = database_->prepare(places_sql(kWheres[which]));
    if (!prepared) return std::unexpected(prepared.error());
    places_[which].emplace(*std::move(prepared));
  }
  current_ = which;
  if (which > 0) places_[which]->bind(1, *filter.stage_id);
  if (which > 1) places_[which]->bind(2, *filter.stage_attempt);
  return {};
}

Result<bool> TaskScan::next() {
  if (!current_) return false;
  Statement& places = *places_[*current_];
  const auto row = places.step();
  if (!row) return std::unexpected(row.error());
  if (!*row) {
    places.reset();
    current_.reset();
    return false;
  }
  const StageKey stage{places.integer(0), places.integer(1)};
  const bool moved = !is_placed_ || stage != stage_;
  stage_ = stage;
  at_running_tasks_ = places.integer(4) != 0;
  if (at_running_tasks_) return true;
  if (moved) chunk_.go_to(stage);
  is_placed_ = true;
  chunk_rowid_ = places.integer(3);
  const auto found = chunk_.seek(places.integer(2));
  if (found && !*found) return fail(ErrorKind::corrupt, "a chunk of tasks is missing");
  return found;
}

}  // namespace afterglow::history
