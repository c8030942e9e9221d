#include "historyserver/store/insight_store.h"

#include <span>

#include "historyserver/store/insight_json.h"
#include "historyserver/store/row_mapping.h"

namespace afterglow::history {
namespace {

struct FindingRow : Finding {
  std::int64_t position = 0;
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

// Mostly there are none, and three tables need not be emptied.
Result<bool> has_any(Database& database) {
  auto select = database.prepare("SELECT 1 FROM insight");
  return select ? select->step() : std::unexpected(select.error());
}

const std::string& head_columns() {
  static const std::string columns = [] {
    std::string list = "tag, verdict, average_cores, busy_time, critical_path, scaling";
    for (const std::string_view part : kWallPartNames) {
      list += ", wall_" + std::string(part) + ", cores_" + std::string(part);
    }
    return list;
  }();
  return columns;
}
constexpr int kFirstPart = 6;  // of those columns, from 0

Result<void> put_head(Database& database, const std::string& tag, const Insights& insights) {
  static const std::string sql = [] {
    std::string places = "?";
    for (std::size_t i = 1; i < kFirstPart + 2 * kWallPartCount; ++i) places += ", ?";
    // Without names: a connection in memory finds its statements again by their texts.
    return "INSERT INTO insight VALUES (" + places + ")";
  }();
  auto put = database.prepare(sql);
  if (!put) return std::unexpected(put.error());
  put->bind(1, tag);
  put->bind(2, insights.verdict);
  put->bind_real(3, insights.average_cores);
  put->bind_real(4, insights.busy_time);
  put->bind(5, to_json_text(insights.critical_path));
  put->bind(6, to_json_text(insights.scaling));
  int index = kFirstPart + 1;
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    put->bind_real(index++, insights.wall.at_index(i));
    put->bind_real(index++, insights.cores.at_index(i));
  }
  return put->run();
}

// Whether there is one of this tag.
Result<bool> get_head(Database& database, const std::string& tag, Insights& insights) {
  auto select = database.prepare("SELECT " + head_columns() + " FROM insight WHERE tag = ?");
  if (!select) return std::unexpected(select.error());
  select->bind(1, tag);
  const auto row = select->step();
  if (!row || !*row) return row;
  insights.verdict = select->text(1);
  insights.average_cores = select->real(2);
  insights.busy_time = select->real(3);
  from_json_text(select->text(4), insights.critical_path);
  from_json_text(select->text(5), insights.scaling);
  int column = kFirstPart;
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    insights.wall.at_index(i) = select->real(column++);
    insights.cores.at_index(i) = select->real(column++);
  }
  return true;
}

// Of as many stages as the statement has rows for.
Result<void> put_stages(Statement& put, std::span<const StageWall> stages) {
  int index = 1;
  for (const StageWall& stage : stages) {
    put.bind(index++, stage.stage.stage_id);
    put.bind(index++, stage.stage.attempt);
    for (const WallPart part : kStageParts) put.bind_real(index++, stage.wall[part]);
  }
  return put.run();
}

// A few at once take less than one after the other.
Result<void> put_stages(Database& database, std::span<const StageWall> stages) {
  constexpr std::size_t kAtOnce = 4;
  static const std::string kOne = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static const std::string kPutOne = "INSERT INTO stage_wall_time VALUES " + kOne;
  static const std::string kPutSome = kPutOne + ", " + kOne + ", " + kOne + ", " + kOne;
  for (const std::size_t rows : {kAtOnce, std::size_t{1}}) {
    if (stages.size() < rows) continue;
    auto put = database.prepare(rows == 1 ? kPutOne : kPutSome);
    if (!put) return std::unexpected(put.error());
    for (; stages.size() >= rows; stages = stages.subspan(rows)) {
      if (auto done = put_stages(*put, stages.first(rows)); !done) return done;
    }
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
  const auto is_there = is_empty_ ? Result<bool>(false) : has_any(database_);
  if (!is_there) return std::unexpected(is_there.error());
  is_empty_ = false;
  Result<void> done;
  for (const char* const table : {"insight", "finding", "stage_wall_time"}) {
    if (done && *is_there) done = delete_all(database_, table);
  }
  if (done) done = put_head(database_, tag, insights);
  std::optional<Statement> put_finding;
  for (std::size_t i = 0; done && i < insights.findings.size(); ++i) {
    done = cached_upsert(database_, put_finding,
                         FindingRow{insights.findings[i], static_cast<std::int64_t>(i)});
  }
  return done ? put_stages(database_, insights.stages) : done;
}

Result<std::optional<Insights>> InsightStore::get(const std::string& tag) {
  Insights insights;
  const auto head = get_head(database_, tag, insights);
  if (!head) return std::unexpected(head.error());
  if (!*head) return std::nullopt;
  auto findings = select_rows<FindingRow>(database_, "ORDER BY position");
  if (!findings) return std::unexpected(findings.error());
  for (FindingRow& row : *findings) insights.findings.push_back(std::move(row));
  auto stages = get_stages(database_);
  if (!stages) return std::unexpected(stages.error());
  insights.stages = *std::move(stages);
  return insights;
}

}  // namespace afterglow::history
