#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "historyserver/model/insights.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

// The tables insight, finding and stage_wall_time.
class InsightStore {
 public:
  explicit InsightStore(Database& database) : database_(database) {}
  // The tables are empty, and the first replace() need not look.
  void take_as_empty() { is_empty_ = true; }

  // Instead of what is there; in the caller's transaction.
  Result<void> replace(const std::string& tag, const Insights& insights);
  // Nothing when there are none, or none of this tag.
  Result<std::optional<Insights>> get(const std::string& tag);

 private:
  Database& database_;
  bool is_empty_ = false;  // for sure
};

}  // namespace afterglow::history
