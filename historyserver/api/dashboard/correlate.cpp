#include <algorithm>
#include <cmath>
#include <vector>

#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_filter.h"
#include "historyserver/api/dashboard/task_members.h"
#include "historyserver/model/correlation.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxCorrelationBins = 120;
// Amounts that differ more than this can only be told apart on a logarithmic axis.
constexpr std::int64_t kMuch = 200;

struct Amounts {
  std::vector<std::int64_t> x;
  std::vector<std::int64_t> y;
  std::vector<bool> failed;
};

Parsed<TaskOrder> amount_parameter(const Request& request, std::string_view name,
                                   std::string_view fallback) {
  const std::string member = request.parameter(name).value_or(std::string(fallback));
  const auto order = task_order(member);
  if (order && is_amount(*order)) return *order;
  return std::unexpected(text_response(400, "no amount of a task: " + member));
}

Result<Amounts> read_amounts(OpenAttempt& attempt, const TaskQuery& query, TaskOrder x,
                             TaskOrder y) {
  auto blocks = attempt.database->task_blocks(query, {x, y, TaskOrder::status});
  if (!blocks) return std::unexpected(blocks.error());
  Amounts amounts;
  for (;;) {
    const auto more = blocks->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return amounts;
    for (std::size_t i = 0; i < blocks->tasks(); ++i) {
      amounts.x.push_back(believable(blocks->values(0)[i]));
      amounts.y.push_back(believable(blocks->values(1)[i]));
      amounts.failed.push_back(blocks->values(2)[i] > kTaskSucceeded);
    }
  }
}

Axis axis_of(const std::vector<std::int64_t>& amounts, TaskOrder order, std::int64_t bins) {
  const auto [low, high] = std::ranges::minmax(amounts);
  const bool is_place = order == TaskOrder::launch_time || order == TaskOrder::index;
  const bool is_wide = high / kMuch >= std::max<std::int64_t>(1, low);
  return Axis(is_wide && !is_place ? Axis::Scale::log : Axis::Scale::linear, low, high, bins);
}

void write_correlations(JsonWriter& json, const Amounts& amounts) {
  const std::vector<double> x(amounts.x.begin(), amounts.x.end());
  const std::vector<double> y(amounts.y.begin(), amounts.y.end());
  json.field("pearson", pearson(x, y))
      .field("spearman", pearson(ranks_of(amounts.x), ranks_of(amounts.y)));
}

}  // namespace

Response dashboard_correlate(OpenAttempt& attempt, const Request& request,
                             const PathArguments& path) {
  auto query = task_filter(attempt, request, path);
  if (!query) return query.error();
  // Nothing or not all is known of the amounts of other tasks.
  if (query->statuses.empty()) query->statuses = {"SUCCESS"};
  const auto x = amount_parameter(request, "x", "inputBytes");
  if (!x) return x.error();
  const auto y = amount_parameter(request, "y", "duration");
  if (!y) return y.error();
  const auto wanted = int_parameter(request, "bins", 80);
  if (!wanted) return wanted.error();
  const std::int64_t bins = std::clamp<std::int64_t>(*wanted, 1, kMaxCorrelationBins);
  const auto amounts = read_amounts(attempt, *query, *x, *y);
  if (!amounts) return internal_error(amounts.error());
  JsonWriter json;
  json.compact()
      .begin_object()
      .field("tasks", static_cast<std::int64_t>(amounts->x.size()))
      .field("xUnit", task_unit(*x))
      .field("yUnit", task_unit(*y));
  if (!amounts->x.empty()) {
    write_correlations(json, *amounts);
    Grid grid(axis_of(amounts->x, *x, bins),
              axis_of(amounts->y, *y, std::max<std::int64_t>(1, bins / 2)));
    for (std::size_t i = 0; i < amounts->x.size(); ++i) {
      grid.add(amounts->x[i], amounts->y[i], amounts->failed[i]);
    }
    grid.write(json);
  }
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
