#include "historyserver/store/insight_store.h"

#include "historyserver/store/insight_json.h"
#include "historyserver/store/row_mapping.h"

namespace afterglow::history {
namespace {

struct HeadRow {
  std::string tag;
  std::string verdict;
  double average_cores = 0;
  double busy_time = 0;
  std::vector<PathStep> critical_path;
  Scaling scaling;
};

struct FindingRow : Finding {
  std::int64_t position = 0;
};

struct PartRow {
  std::string part;
  double ms = 0;
  double core_ms = 0;
};

constexpr std::array kStageParts = {
    WallPart::scheduling, WallPart::compute,    WallPart::shuffle_wait, WallPart::gc,
    WallPart::io,         WallPart::stragglers, WallPart::idle,
};

}  // namespace

// Found by the type's namespace.
inline void bind_value(Statement& to, int index, Severity severity) {
  to.bind(index, name_of(kSeverityNames, severity));
}
inline void read_value(const Statement& from, int column, Severity& severity) {
  severity = named<Severity>(kSeverityNames, from.text(column));
}

template <>
struct RowColumns<HeadRow> {
  using Row = HeadRow;
  static constexpr const char* table = "insight";
  static constexpr auto columns = std::tuple{
      Column{"tag", &Row::tag},
      Column{"verdict", &Row::verdict},
      Column{"average_cores", &Row::average_cores},
      Column{"busy_time", &Row::busy_time},
      Column{"critical_path", &Row::critical_path},
      Column{"scaling", &Row::scaling},
  };
};

template <>
struct RowColumns<FindingRow> {
  using Row = FindingRow;
  static constexpr const char* table = "finding";
  static constexpr auto columns = std::tuple{
      Column{"position", &Row::position},
      Column<Row, std::string>{"rule", &Row::rule},
      Column<Row, Severity>{"severity", &Row::severity},
      Column<Row, std::string>{"title", &Row::title},
      Column<Row, std::string>{"text", &Row::text},
      Column<Row, double>{"recoverable_ms", &Row::recoverable_ms},
      Column<Row, double>{"recoverable_core_ms", &Row::recoverable_core_ms},
      Column<Row, std::vector<FindingNumber>>{"numbers", &Row::numbers},
      Column<Row, std::vector<FindingLink>>{"links", &Row::links},
      Column<Row, std::vector<FindingAdvice>>{"advice", &Row::advice},
  };
};

template <>
struct RowColumns<PartRow> {
  using Row = PartRow;
  static constexpr const char* table = "wall_time";
  static constexpr auto columns = std::tuple{
      Column{"part", &Row::part},
      Column{"ms", &Row::ms},
      Column{"core_ms", &Row::core_ms},
  };
};

namespace {

const std::string& stage_columns() {
  static const std::string columns = [] {
    std::string list = "stage_id, attempt";
    for (const WallPart part : kStageParts) {
      list += ", " + std::string(name_of(kWallPartNames, part));
    }
    return list;
  }();
  return columns;
}

// Mostly there are none, and four tables need not be emptied.
Result<bool> has_any(Database& database) {
  auto select = database.prepare("SELECT 1 FROM insight");
  return select ? select->step() : std::unexpected(select.error());
}

// All parts with one statement, which is run for each application.
Result<void> put_parts(Database& database, const Insights& insights) {
  static const std::string sql = [] {
    std::string rows = "(?, ?, ?)";
    for (std::size_t i = 1; i < kWallPartCount; ++i) rows += ", (?, ?, ?)";
    return "INSERT INTO wall_time (part, ms, core_ms) VALUES " + rows;
  }();
  auto put = database.prepare(sql);
  if (!put) return std::unexpected(put.error());
  int index = 1;
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    put->bind(index++, kWallPartNames[i]);
    put->bind_real(index++, insights.wall.at_index(i));
    put->bind_real(index++, insights.cores.at_index(i));
  }
  return put->run();
}

Result<void> put_stages(Database& database, const std::vector<StageWall>& stages) {
  auto put = database.prepare("INSERT INTO stage_wall_time (" + stage_columns() +
                              ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!put) return std::unexpected(put.error());
  for (const StageWall& stage : stages) {
    put->bind(1, stage.stage.stage_id);
    put->bind(2, stage.stage.attempt);
    int index = 3;
    for (const WallPart part : kStageParts) put->bind_real(index++, stage.wall[part]);
    if (auto done = put->run(); !done) return done;
  }
  return {};
}

Result<std::vector<StageWall>> get_stages(Database& database) {
  auto select = database.prepare("SELECT " + stage_columns() +
                                 " FROM stage_wall_time ORDER BY stage_id, attempt");
  if (!select) return std::unexpected(select.error());
  std::vector<StageWall> stages;
  for (;;) {
    const auto more = select->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return stages;
    StageWall& stage = stages.emplace_back();
    stage.stage = {select->integer(0), select->integer(1)};
    int column = 2;
    for (const WallPart part : kStageParts) stage.wall[part] = select->real(column++);
  }
}

}  // namespace

Result<void> InsightStore::replace(const std::string& tag, const Insights& insights) {
  const auto is_there = has_any(database_);
  if (!is_there) return std::unexpected(is_there.error());
  Result<void> done;
  for (const char* const table : {"insight", "finding", "wall_time", "stage_wall_time"}) {
    if (done && *is_there) done = delete_all(database_, table);
  }
  std::optional<Statement> put_head;
  if (done) {
    done = cached_upsert(database_, put_head,
                         HeadRow{tag, insights.verdict, insights.average_cores, insights.busy_time,
                                 insights.critical_path, insights.scaling});
  }
  std::optional<Statement> put_finding;
  for (std::size_t i = 0; done && i < insights.findings.size(); ++i) {
    done = cached_upsert(database_, put_finding,
                         FindingRow{insights.findings[i], static_cast<std::int64_t>(i)});
  }
  if (done) done = put_parts(database_, insights);
  return done ? put_stages(database_, insights.stages) : done;
}

Result<std::optional<Insights>> InsightStore::get(const std::string& tag) {
  auto head = select_row<HeadRow>(database_, "WHERE tag = ?", tag);
  if (!head) return std::unexpected(head.error());
  if (!*head) return std::nullopt;
  Insights insights;
  insights.verdict = std::move((*head)->verdict);
  insights.average_cores = (*head)->average_cores;
  insights.busy_time = (*head)->busy_time;
  insights.critical_path = std::move((*head)->critical_path);
  insights.scaling = std::move((*head)->scaling);
  auto findings = select_rows<FindingRow>(database_, "ORDER BY position");
  if (!findings) return std::unexpected(findings.error());
  for (FindingRow& row : *findings) insights.findings.push_back(std::move(row));
  const auto parts = select_rows<PartRow>(database_, "");
  if (!parts) return std::unexpected(parts.error());
  for (const PartRow& row : *parts) {
    const auto part = named<WallPart>(kWallPartNames, row.part);
    insights.wall[part] = row.ms;
    insights.cores[part] = row.core_ms;
  }
  auto stages = get_stages(database_);
  if (!stages) return std::unexpected(stages.error());
  insights.stages = *std::move(stages);
  return insights;
}

}  // namespace afterglow::history
