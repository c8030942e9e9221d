#include <algorithm>
#include <vector>

#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_filter.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxHeatColumns = 240;
constexpr std::int64_t kMaxHeatRows = 60;

struct Point {
  std::int64_t launch = 0;
  std::int64_t duration = 0;
  bool failed = false;
};

Result<std::vector<Point>> read_points(OpenAttempt& attempt, const TaskQuery& query) {
  auto blocks = attempt.database->task_blocks(
      query, {TaskOrder::launch_time, TaskOrder::duration, TaskOrder::status});
  if (!blocks) return std::unexpected(blocks.error());
  std::vector<Point> points;
  for (;;) {
    const auto more = blocks->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return points;
    for (std::size_t i = 0; i < blocks->tasks(); ++i) {
      points.push_back({believable(blocks->values(0)[i]), believable(blocks->values(1)[i]),
                        blocks->values(2)[i] > kTaskSucceeded});
    }
  }
}

}  // namespace

Response dashboard_heatmap(OpenAttempt& attempt, const Request& request,
                           const PathArguments& path) {
  const auto query = task_filter(attempt, request, path);
  if (!query) return query.error();
  const auto columns = int_parameter(request, "columns", 120);
  if (!columns) return columns.error();
  const auto rows = int_parameter(request, "rows", 40);
  if (!rows) return rows.error();
  const auto points = read_points(attempt, *query);
  if (!points) return internal_error(points.error());
  JsonWriter json;
  json.compact().begin_object().field("tasks", static_cast<std::int64_t>(points->size()));
  if (!points->empty()) {
    const auto [first, last] = std::ranges::minmax(*points, {}, &Point::launch);
    const auto [shortest, longest] = std::ranges::minmax(*points, {}, &Point::duration);
    Grid grid(Axis(Axis::Scale::linear, first.launch, last.launch,
                   std::clamp<std::int64_t>(*columns, 1, kMaxHeatColumns)),
              Axis(Axis::Scale::log, shortest.duration, longest.duration,
                   std::clamp<std::int64_t>(*rows, 1, kMaxHeatRows)));
    for (const Point& point : *points) grid.add(point.launch, point.duration, point.failed);
    grid.write(json);
  }
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
