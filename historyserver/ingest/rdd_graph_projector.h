#pragma once

#include <cstddef>
#include <unordered_map>

#include "common/base/result.h"
#include "historyserver/events/event.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Keeps the RDDs of every stage for its graph, as the latest job that needs the stage tells them.
class RddGraphProjector {
 public:
  explicit RddGraphProjector(ApplicationDatabase& database) : database_(database) {}

  void on(const JobStart& event);
  // Fills in for a job start that is lost.
  void on(const StageSubmitted& event);

  // The first write that failed, if any.
  Result<void> flush() { return failure_; }
  template <typename Archive>
  void archive(Archive&) {}
  Result<void> restore() { return {}; }

 private:
  void write(const StageInfo& info);
  void keep(const Result<void>& written);

  ApplicationDatabase& database_;
  Result<void> failure_;
  // Jobs tell of the same stages again and again: what was written, by stage. Only spares work.
  std::unordered_map<std::int64_t, std::size_t> written_;
};

}  // namespace afterglow::history
