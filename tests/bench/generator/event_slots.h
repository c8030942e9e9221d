#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "tests/bench/generator/event_template.h"

namespace afterglow::bench {

constexpr std::size_t kIdKinds = 5;  // SlotKind: stage to accumulator

// The ids of each kind in some events of the seed.
struct IdRanges {
  std::array<std::int64_t, kIdKinds> first;
  std::array<std::int64_t, kIdKinds> last;

  IdRanges();
  void add(Json& event);
  std::int64_t width(std::size_t kind) const { return last[kind] - first[kind] + 1; }
};

// The metrics of a stage's tasks, by the name that a task event has for each.
class StageMetrics {
 public:
  void add(Json& task_end);
  // Puts slots in the place of the metrics and accumulables.
  void put_slots(Json& task_end, const IdRanges& ids) const;
  void put_totals(Json& stage_completed, const IdRanges& ids) const;
  Metric of(Json& task_end, const std::string& name) const;

 private:
  struct Range {
    std::int64_t low = 0;
    std::int64_t high = 0;
    int tasks = 0;
  };
  Metric metric(const std::string& name, const Json& value) const;

  std::map<std::string, Range> ranges_;
  int tasks_ = 0;
};

// Puts slots in the place of ids, times and names, in an event of a running execution.
void put_slots(Json& event, const IdRanges& ids);

// The same for the events about the application and its executors.
void put_application_slots(Json& event);
void put_executor_slots(Json& event);

}  // namespace afterglow::bench
