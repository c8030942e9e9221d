#include "historyserver/insights/recent_insights.h"

#include <algorithm>

namespace afterglow::history {
namespace {

// Something of it changes with whatever is read of a log, or found out about its files.
Result<std::string> version_of(ApplicationDatabase& database) {
  const auto application = database.applications.get();
  if (!application) return std::unexpected(application.error());
  const auto completeness = database.completeness.get();
  if (!completeness) return std::unexpected(completeness.error());
  std::string version;
  const auto add = [&](std::int64_t number) { version += std::to_string(number) + " "; };
  if (const auto& row = *application) {
    const ApplicationTotals& totals = row->totals;
    version += row->id + " " + row->attempt_id.value_or("") + " ";
    for (const std::int64_t number :
         {row->start_time, row->end_time.value_or(-1), totals.tasks_active, totals.tasks_complete,
          totals.tasks_failed, totals.task_time, totals.input_bytes}) {
      add(number);
    }
  }
  if (const auto& row = *completeness) {
    for (const std::int64_t number :
         {row->lines, row->long_lines, row->damaged_spots, row->missing_files}) {
      add(number);
    }
    for (const bool flag : {row->in_progress, row->torn_end, row->read_to_end}) add(flag);
    version += row->read_error.value_or("");
  }
  return version;
}

}  // namespace

std::shared_ptr<RecentInsights::Entry> RecentInsights::entry(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(entries_, name, [](const auto& one) { return one->name; });
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
  } else {
    entries_.push_front(std::make_shared<Entry>(name));
    if (entries_.size() > limit_) entries_.pop_back();
  }
  return entries_.front();
}

Result<std::shared_ptr<const Insights>> RecentInsights::of(ApplicationDatabase& database,
                                                           const std::string& name) {
  auto stored = database.insights.get(insights_tag(thresholds_));
  if (!stored) return std::unexpected(stored.error());
  if (*stored) return std::make_shared<const Insights>(**std::move(stored));
  const auto version = version_of(database);
  if (!version) return std::unexpected(version.error());
  const std::shared_ptr<Entry> kept = entry(name);
  const std::lock_guard lock(kept->mutex);
  if (kept->version == *version) return kept->insights;
  const auto facts = gather_facts(database);
  if (!facts) return std::unexpected(facts.error());
  kept->insights = std::make_shared<const Insights>(make_insights(*facts, thresholds_));
  kept->version = *version;
  return kept->insights;
}

}  // namespace afterglow::history
