#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "historyserver/model/insights.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

// The tables insight, finding, wall_time and stage_wall_time.
class InsightStore {
 public:
  explicit InsightStore(Database& database) : database_(database) {}

  // Instead of what is there; in the caller's transaction.
  Result<void> replace(const std::string& tag, const Insights& insights);
  // Nothing when there are none, or none of this tag.
  Result<std::optional<Insights>> get(const std::string& tag);

 private:
  Database& database_;
};

}  // namespace afterglow::history
