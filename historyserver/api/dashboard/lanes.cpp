#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/lane_pixels.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_filter.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxLanes = 1000;
constexpr std::int64_t kMaxLaneColumns = 1200;
constexpr std::int64_t kMaxLaneRows = 8;
// All lanes together have about as many pixels, but each at least this many columns.
constexpr std::int64_t kMaxPixels = 60'000;
constexpr std::int64_t kLeastColumns = 60;
// So few tasks are told one by one.
constexpr std::int64_t kMaxBars = 600;
// Where each_task's numbers have the status.
constexpr std::size_t kStatus = 6;

struct Lane {
  std::string name;
  double slots = 0;        // tasks at once; 0: not known
  std::int64_t tasks = 0;  // in the window
  PhaseTimes times{};      // in the window or reaching into it, ms
  // Tasks that ended without success in the window, and the columns of pixels in which they did.
  std::int64_t failed = 0;
  std::int64_t killed = 0;
  std::set<std::int64_t> marks{};
};

struct Window {
  std::int64_t from = 0;  // ms since 1970
  std::int64_t to = 0;    // behind it
};

// What is asked for, and what the stage has.
struct Wanted {
  TaskQuery query;
  TaskOrder by = TaskOrder::executor_id;
  std::int64_t columns = 0;
  std::int64_t offset = 0;
  std::int64_t limit = 0;
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
};

// All lanes by name, and which of them are shown.
struct Lanes {
  Window all;  // from the first launch to the last end
  Window window;
  std::vector<Lane> shown;
  std::int64_t total = 0;
  std::unordered_map<std::string, std::size_t> place;  // of the shown ones
};

struct Bar {
  std::size_t lane = 0;
  std::int64_t slot = 0;
  std::int64_t launch = 0;
  std::int64_t id = 0;
  std::int64_t index = 0;
  std::int64_t attempt = 0;
  std::int64_t status = 0;
  PhaseTimes phases{};

  std::int64_t end() const {
    std::int64_t time = launch;
    for (const std::int64_t phase : phases) time += phase;
    return time;
  }
};

Parsed<Wanted> parse(const OpenAttempt& attempt, const Request& request,
                     const PathArguments& path) {
  Wanted wanted;
  auto query = task_filter(attempt, request, path);
  if (!query) return std::unexpected(query.error());
  wanted.query = *std::move(query);
  const std::string by = request.parameter("by").value_or("executor");
  if (by != "executor" && by != "host") {
    return std::unexpected(text_response(400, "lanes are by executor or host, not by " + by));
  }
  if (by == "host") wanted.by = TaskOrder::host;
  for (const auto& [name, to, fallback, least, most] :
       {std::tuple{"columns", &wanted.columns, std::int64_t{600}, std::int64_t{1}, kMaxLaneColumns},
        std::tuple{"offset", &wanted.offset, std::int64_t{0}, std::int64_t{0}, INT64_MAX},
        std::tuple{"limit", &wanted.limit, std::int64_t{200}, std::int64_t{1}, kMaxLanes}}) {
    const auto number = int_parameter(request, name, fallback);
    if (!number) return std::unexpected(number.error());
    *to = std::clamp(*number, least, most);
  }
  for (const auto& [name, to] : {std::pair{"from", &wanted.from}, std::pair{"to", &wanted.to}}) {
    const auto number = number_parameter(request, name);
    if (!number) return std::unexpected(number.error());
    *to = number->transform(believable);
  }
  return wanted;
}

// "10" after "9", and what is no number behind them.
bool before(const std::string& a, const std::string& b) {
  const auto key = [](const std::string& name) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool is_number = error == std::errc() && end == name.data() + name.size();
    return std::tuple(!is_number, is_number ? number : 0, std::string_view(name));
  };
  return key(a) < key(b);
}

// How many tasks each executor or host can run at once.
Result<std::map<std::string, double>> known_slots(OpenAttempt& attempt, TaskOrder by) {
  const auto executors = attempt.database->executors.list();
  if (!executors) return std::unexpected(executors.error());
  std::map<std::string, double> slots;
  for (const ExecutorRow& executor : *executors) {
    slots[by == TaskOrder::host ? executor.host : executor.id] +=
        static_cast<double>(executor.max_tasks);
  }
  return slots;
}

Result<Lanes> find_lanes(OpenAttempt& attempt, const Wanted& wanted) {
  auto blocks = attempt.database->task_blocks(
      wanted.query, {wanted.by, TaskOrder::launch_time, TaskOrder::duration});
  if (!blocks) return std::unexpected(blocks.error());
  Lanes lanes;
  lanes.all = {INT64_MAX, 0};
  std::unordered_map<std::int64_t, std::int64_t> by_word;  // tasks
  for (;;) {
    const auto more = blocks->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    for (std::size_t i = 0; i < blocks->tasks(); ++i) {
      const std::int64_t launch = believable(blocks->values(1)[i]);
      const std::int64_t end = launch + believable(blocks->values(2)[i]);
      lanes.all.from = std::min(lanes.all.from, launch);
      lanes.all.to = std::max(lanes.all.to, end);
      const bool seen = end >= wanted.from.value_or(0) && launch < wanted.to.value_or(INT64_MAX);
      by_word[blocks->values(0)[i]] += seen ? 1 : 0;
    }
  }
  if (by_word.empty()) lanes.all.from = 0;
  lanes.all.to = std::max(lanes.all.to, lanes.all.from + 1);
  lanes.window.from = wanted.from.value_or(lanes.all.from);
  lanes.window.to = std::max(lanes.window.from + 1, wanted.to.value_or(lanes.all.to));
  std::map<std::string, std::int64_t> by_name;
  for (const auto& [word, tasks] : by_word) {
    const auto name = blocks->word(word);
    if (!name) return std::unexpected(name.error());
    by_name[std::string(*name)] += tasks;
  }
  std::vector<std::string> names;
  for (const auto& entry : by_name) names.push_back(entry.first);
  std::ranges::sort(names, before);
  lanes.total = static_cast<std::int64_t>(names.size());
  const auto slots = known_slots(attempt, wanted.by);
  if (!slots) return std::unexpected(slots.error());
  for (std::int64_t i = wanted.offset; i < std::min(lanes.total, wanted.offset + wanted.limit);
       ++i) {
    const std::string& name = names[static_cast<std::size_t>(i)];
    const auto known = slots->find(name);
    lanes.place.emplace(name, lanes.shown.size());
    lanes.shown.push_back(
        {.name = name, .slots = known == slots->end() ? 0 : known->second, .tasks = by_name[name]});
  }
  return lanes;
}

// Hands every task in the window over that is in a shown lane.
template <typename Take>
Result<void> each_task(OpenAttempt& attempt, const Wanted& wanted, Lanes& lanes, Take&& take) {
  std::vector<TaskOrder> numbers = {wanted.by, TaskOrder::launch_time, TaskOrder::id,
                                    TaskOrder::index, TaskOrder::attempt};
  const std::size_t first = numbers.size();
  numbers.insert(numbers.end(), kPhaseNumbers.begin(), kPhaseNumbers.end());
  auto blocks = attempt.database->task_blocks(wanted.query, std::move(numbers));
  if (!blocks) return std::unexpected(blocks.error());
  constexpr std::size_t kNotShown = SIZE_MAX;
  std::unordered_map<std::int64_t, std::size_t> by_word;
  for (;;) {
    const auto more = blocks->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    for (std::size_t i = 0; i < blocks->tasks(); ++i) {
      const auto [lane, is_new] = by_word.try_emplace(blocks->values(0)[i], kNotShown);
      if (is_new) {
        const auto name = blocks->word(lane->first);
        if (!name) return std::unexpected(name.error());
        const auto place = lanes.place.find(std::string(*name));
        if (place != lanes.place.end()) lane->second = place->second;
      }
      if (lane->second == kNotShown) continue;
      const std::int64_t launch = believable(blocks->values(1)[i]);
      const std::int64_t end = launch + believable(blocks->values(first)[i]);
      if (end < lanes.window.from || launch >= lanes.window.to) continue;
      const PhaseTimes phases = phases_of(*blocks, first, i);
      for (std::size_t phase = 0; phase < kTaskPhaseCount; ++phase) {
        lanes.shown[lane->second].times[phase] += phases[phase];
      }
      take(lane->second, launch, phases, *blocks, i);
    }
  }
}

// The lowest slot that is free, for each bar.
void place_bars(std::vector<Bar>& bars, std::vector<Lane>& lanes) {
  std::ranges::sort(bars, {},
                    [](const Bar& bar) { return std::tuple(bar.lane, bar.launch, bar.id); });
  std::vector<std::int64_t> ends;
  std::size_t lane = SIZE_MAX;
  for (Bar& bar : bars) {
    if (bar.lane != lane) ends.clear();
    lane = bar.lane;
    const auto free =
        std::ranges::find_if(ends, [&](std::int64_t end) { return end <= bar.launch; });
    bar.slot = free - ends.begin();
    if (free == ends.end()) ends.push_back(0);
    ends[static_cast<std::size_t>(bar.slot)] = bar.end();
    lanes[lane].slots = std::max(lanes[lane].slots, static_cast<double>(ends.size()));
  }
}

void write_bars(JsonWriter& json, const std::vector<Bar>& bars) {
  const auto column = [&](std::string_view name, auto&& value_of) {
    json.key(name).begin_array();
    for (const Bar& bar : bars) json.value(value_of(bar));
    json.end_array();
  };
  json.key("bars").begin_object();
  column("taskId", [](const Bar& bar) { return bar.id; });
  column("index", [](const Bar& bar) { return bar.index; });
  column("attempt", [](const Bar& bar) { return bar.attempt; });
  column("lane", [](const Bar& bar) { return static_cast<std::int64_t>(bar.lane); });
  column("slot", [](const Bar& bar) { return bar.slot; });
  column("launchTime", [](const Bar& bar) { return bar.launch; });
  column("status", [](const Bar& bar) {
    return kTaskStatuses[std::min(static_cast<std::size_t>(bar.status), kTaskStatuses.size() - 1)];
  });
  for (std::size_t phase = 0; phase < kTaskPhaseCount; ++phase) {
    column(kTaskPhaseNames[phase], [phase](const Bar& bar) { return bar.phases[phase]; });
  }
  json.end_object();
}

void write_lane(JsonWriter& json, const Lane& lane, const std::string* pixels) {
  std::int64_t busy = 0;
  for (const std::int64_t time : lane.times) busy += time;
  json.begin_object()
      .field("name", lane.name)
      .field("slots", static_cast<std::int64_t>(std::max(1.0, std::ceil(lane.slots))))
      .field("tasks", lane.tasks)
      .field("taskTime", busy);
  if (pixels) json.field("pixels", *pixels);
  if (!lane.marks.empty()) {
    json.field("failed", lane.failed).field("killed", lane.killed).key("marks").begin_array();
    for (const std::int64_t column : lane.marks) json.value(column);
    json.end_array();
  }
  json.end_object();
}

void write_head(JsonWriter& json, const Wanted& wanted, const Lanes& lanes) {
  std::int64_t tasks = 0;
  PhaseTimes times{};
  for (const Lane& lane : lanes.shown) {
    tasks += lane.tasks;
    for (std::size_t phase = 0; phase < kTaskPhaseCount; ++phase) times[phase] += lane.times[phase];
  }
  json.field("start", lanes.all.from)
      .field("end", lanes.all.to)
      .field("from", lanes.window.from)
      .field("to", lanes.window.to)
      .field("tasks", tasks)
      .field("total", lanes.total)
      .field("offset", wanted.offset)
      .key("phases")
      .begin_object();
  for (std::size_t phase = 0; phase < kTaskPhaseCount; ++phase) {
    json.field(kTaskPhaseNames[phase], times[phase]);
  }
  json.end_object();
}

// Among thousands of tasks one that failed would be lost.
void mark(Lane& lane, const Window& window, std::int64_t columns, std::int64_t end,
          std::int64_t status) {
  const std::string_view name =
      kTaskStatuses[std::min(static_cast<std::size_t>(status), kTaskStatuses.size() - 1)];
  const bool failed = name == "FAILED";
  if ((!failed && name != "KILLED") || end < window.from || end > window.to) return;
  ++(failed ? lane.failed : lane.killed);
  const double share =
      static_cast<double>(end - window.from) / static_cast<double>(window.to - window.from);
  lane.marks.insert(
      std::min(columns - 1, static_cast<std::int64_t>(share * static_cast<double>(columns))));
}

Result<void> write_exactly(JsonWriter& json, OpenAttempt& attempt, const Wanted& wanted,
                           Lanes& lanes) {
  std::vector<Bar> bars;
  auto done = each_task(attempt, wanted, lanes,
                        [&](std::size_t lane, std::int64_t launch, const PhaseTimes& phases,
                            const TaskBlocks& blocks, std::size_t task) {
                          bars.push_back({.lane = lane,
                                          .launch = launch,
                                          .id = blocks.values(2)[task],
                                          .index = blocks.values(3)[task],
                                          .attempt = blocks.values(4)[task],
                                          .status = blocks.values(kStatus)[task],
                                          .phases = phases});
                        });
  if (!done) return done;
  place_bars(bars, lanes.shown);
  write_head(json, wanted, lanes);
  json.key("lanes").begin_array();
  for (const Lane& lane : lanes.shown) write_lane(json, lane, nullptr);
  json.end_array();
  write_bars(json, bars);
  return {};
}

Result<void> write_pixels(JsonWriter& json, OpenAttempt& attempt, const Wanted& wanted,
                          Lanes& lanes) {
  const auto shown = std::max<std::int64_t>(1, static_cast<std::int64_t>(lanes.shown.size()));
  const std::int64_t columns =
      std::min(wanted.columns, std::max(kLeastColumns, kMaxPixels / 3 / shown));
  const auto rows = std::clamp<std::int64_t>(kMaxPixels / shown / columns, 1, kMaxLaneRows);
  LanePixels pixels(lanes.shown.size(), static_cast<std::size_t>(columns), lanes.window.from,
                    lanes.window.to);
  auto done = each_task(attempt, wanted, lanes,
                        [&](std::size_t lane, std::int64_t launch, const PhaseTimes& phases,
                            const TaskBlocks& blocks, std::size_t task) {
                          pixels.add(lane, launch, phases);
                          mark(lanes.shown[lane], lanes.window, columns,
                               std::accumulate(phases.begin(), phases.end(), launch),
                               blocks.values(kStatus)[task]);
                        });
  if (!done) return done;
  write_head(json, wanted, lanes);
  json.field("columns", columns).field("rows", rows).key("lanes").begin_array();
  for (std::size_t i = 0; i < lanes.shown.size(); ++i) {
    Lane& lane = lanes.shown[i];
    lane.slots = std::max({1.0, lane.slots, std::ceil(pixels.busiest(i) - 0.01)});
    const std::string painted = pixels.paint(i, lane.slots, static_cast<std::size_t>(rows));
    write_lane(json, lane, &painted);
  }
  json.end_array();
  return {};
}

}  // namespace

Response dashboard_lanes(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto wanted = parse(attempt, request, path);
  if (!wanted) return wanted.error();
  auto lanes = find_lanes(attempt, *wanted);
  if (!lanes) return internal_error(lanes.error());
  std::int64_t tasks = 0;
  for (const Lane& lane : lanes->shown) tasks += lane.tasks;
  JsonWriter json;
  json.compact().begin_object();
  const auto done = tasks <= kMaxBars ? write_exactly(json, attempt, *wanted, *lanes)
                                      : write_pixels(json, attempt, *wanted, *lanes);
  if (!done) return internal_error(done.error());
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
