#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "historyserver/api/dashboard/executor_usage.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxExecutors = 500;
// In a heat map's cell: nobody was there.
constexpr std::int64_t kNobody = -1;

enum class RowOrder : std::uint8_t { id, busy, added };
constexpr std::array<std::string_view, 3> kRowOrders = {"id", "busy", "added"};

// Two decimals are more than any chart shows.
double rounded(double value) {
  return std::round(value * 100) / 100;
}

template <typename Values, typename Shown>
void write_array(JsonWriter& json, std::string_view name, const Values& values, Shown shown) {
  json.key(name).begin_array();
  for (const auto value : values) json.value(shown(value));
  json.end_array();
}

JsonWriter& write_span(JsonWriter& json, const TimeSpan& span) {
  return json.field("from", span.from)
      .field("to", span.to)
      .field("bins", span.bins)
      .field("binWidth", span.width());
}

// "2" before "10", and "driver" before both.
struct NaturalId {
  std::int64_t number = -1;
  std::string_view text;
  explicit NaturalId(std::string_view id) : text(id) {
    std::from_chars(id.data(), id.data() + id.size(), number);
  }
  auto operator<=>(const NaturalId&) const = default;
};

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// A row with what is computed once of it.
struct HeatRow {
  const UsageRow* row = nullptr;
  std::vector<double> allocated;
  std::vector<double> busy;
  double share = 0;  // of the allocated cores that were busy

  explicit HeatRow(const UsageRow& of)
      : row(&of), allocated(of.allocated.averages()), busy(of.busy.averages()) {
    const double all = sum(allocated);
    share = all > 0 ? sum(of.used()) / all : 0;
  }

  std::int64_t percent(std::size_t bin) const {
    constexpr double kNothing = 1e-9;  // what sums leave of nothing
    if (allocated[bin] <= kNothing) return busy[bin] > kNothing ? 100 : kNobody;
    return std::clamp<std::int64_t>(std::lround(100 * busy[bin] / allocated[bin]), 0, 100);
  }
};

void sort_rows(std::vector<HeatRow>& rows, RowOrder order, bool descending) {
  const auto before = [&](const HeatRow& a, const HeatRow& b) {
    const NaturalId id_a(a.row->id);
    const NaturalId id_b(b.row->id);
    switch (order) {
      case RowOrder::busy:
        return std::tie(a.share, id_a) < std::tie(b.share, id_b);
      case RowOrder::added:
        return std::tie(a.row->add_time, id_a) < std::tie(b.row->add_time, id_b);
      case RowOrder::id:
        break;
    }
    return id_a < id_b;
  };
  std::ranges::sort(rows, [&](const HeatRow& a, const HeatRow& b) {
    return descending ? before(b, a) : before(a, b);
  });
}

void write_heat_row(JsonWriter& json, const HeatRow& heat) {
  const UsageRow& row = *heat.row;
  json.begin_object()
      .field("id", row.id)
      .field("host", row.host)
      .field("executors", row.executors)
      .field("cores", row.cores)
      .field("tasks", row.tasks)
      .field("busy", rounded(heat.share))
      .field("addTime", row.add_time)
      .field("removeTime", row.remove_time)
      .key("cells")
      .begin_array();
  for (std::size_t bin = 0; bin < heat.busy.size(); ++bin) json.value(heat.percent(bin));
  json.end_array().end_object();
}

}  // namespace

Response dashboard_cores(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto span = usage_span(attempt, request, 240);
  if (!span) return span.error();
  const auto usage = executor_usage(attempt, *span, UsageRows::all_in_one);
  if (!usage) return internal_error(usage.error());
  std::vector<double> nothing(static_cast<std::size_t>(span->bins));
  const bool has_rows = !usage->rows.empty();
  JsonWriter json;
  write_span(json.begin_object(), *span);
  write_array(json, "allocated", has_rows ? usage->rows[0].allocated.averages() : nothing, rounded);
  write_array(json, "busy", has_rows ? usage->rows[0].used() : nothing, rounded);
  write_array(json, "executors", usage->executors, rounded);
  const auto whole = [](std::int64_t value) { return value; };
  write_array(json, "added", usage->added, whole);
  write_array(json, "removed", usage->removed, whole);
  json.end_object();
  return json_response(json);
}

Response dashboard_executor_heatmap(OpenAttempt& attempt, const Request& request,
                                    const PathArguments&) {
  const auto span = usage_span(attempt, request, 160);
  if (!span) return span.error();
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return offset.error();
  const auto limit = int_parameter(request, "limit", 100);
  if (!limit) return limit.error();
  const std::string sort = request.parameter("sort").value_or("id");
  const auto order = std::ranges::find(kRowOrders, sort);
  if (order == kRowOrders.end()) return text_response(400, "unknown sort key: " + sort);
  const std::string by = request.parameter("by").value_or("executor");
  if (by != "executor" && by != "host") return text_response(400, "unknown rows: " + by);
  const auto usage =
      executor_usage(attempt, *span, by == "host" ? UsageRows::hosts : UsageRows::executors);
  if (!usage) return internal_error(usage.error());
  std::vector<HeatRow> rows(usage->rows.begin(), usage->rows.end());
  sort_rows(rows, static_cast<RowOrder>(order - kRowOrders.begin()),
            request.parameter("order").value_or("asc") == "desc");
  JsonWriter json;
  write_span(json.begin_object(), *span)
      .field("total", static_cast<std::int64_t>(rows.size()))
      .key("rows")
      .begin_array();
  const std::size_t begin =
      std::min(rows.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, *offset)));
  const std::size_t count =
      std::min(rows.size() - begin,
               static_cast<std::size_t>(std::clamp<std::int64_t>(*limit, 0, kMaxExecutors)));
  for (std::size_t i = begin; i < begin + count; ++i) write_heat_row(json, rows[i]);
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
