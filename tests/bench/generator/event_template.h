#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::bench {

// Keeps the order of keys, which is part of what Spark writes.
using Json = nlohmann::ordered_json;

// What takes the place of a value of the seed.
enum class SlotKind : std::uint8_t {
  stage,  // the ids: what the seed's id is above the first of its kind, plus the base of this one
  job,
  execution,
  rdd,
  accumulator,
  tasks,  // how many tasks the stage has
  now,
  submitted,
  application,
  task_id,
  task_index,
  launch,
  finish,
  executor,
  host,
  metric,
  update,  // a metric that is added to the total of its accumulator
  total,
};

// A metric in one task of the seed, and its range over all tasks of that stage.
struct Metric {
  std::int64_t value = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

// The metrics of a task are those of the seed times one of these, a value always with the same one,
// so that metrics and accumulators agree. 4096 is 1.
using Factors = std::array<std::uint32_t, 8>;

Factors make_factors(std::uint64_t random);
std::int64_t scaled(const Metric& metric, const Factors& factors);

struct Slot {
  std::size_t literal_end = 0;  // the text before it ends there
  SlotKind kind = SlotKind::now;
  std::int64_t index = 0;
  Metric metric;
};

struct TaskState {
  std::int64_t id = 0;
  std::int64_t index = 0;
  std::int64_t launch = 0;  // milliseconds, as all times
  std::int64_t finish = 0;
  std::int64_t executor = 0;
  std::int64_t host = 0;
  Factors factors{};
};

struct State {
  std::string application;
  std::array<std::int64_t, 5> bases{};  // by SlotKind: stage to accumulator
  std::int64_t tasks = 0;
  std::int64_t now = 0;
  std::int64_t submitted = 0;
  TaskState task;
  std::vector<std::int64_t> totals;  // by accumulator, from the base
};

// The JSON of a slot: a number, or a part of a string.
Json number_slot(SlotKind kind, std::int64_t index = 0, const Metric& metric = {});
std::string text_slot(SlotKind kind, std::int64_t index = 0, const Metric& metric = {});

// One event as text with slots: filling it in is copying text and writing numbers.
class EventTemplate {
 public:
  EventTemplate() = default;
  explicit EventTemplate(const Json& event);  // with slots in it

  // Appends the event and a line end; adds the updates to the totals.
  void render(State& state, std::string& out) const;

  std::size_t size() const { return text_.size(); }
  // Whether Spark flushes its log after this event.
  bool flushed() const { return flushed_; }

 private:
  std::string text_;
  std::vector<Slot> slots_;
  bool flushed_ = false;
};

}  // namespace afterglow::bench
