// A log that real Spark wrote against what its own history server said of it: what
// /api/v1/applications/local-1700000000001/sql of Spark 4.3.0 answered stands as text in
// tests/golden/sql_local-1700000000001.txt.

#include <fstream>
#include <map>
#include <sstream>

#include "historyserver/ingest/log_ingest.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

const std::string kGolden = std::string(AFTERGLOW_TESTS) + "/golden/";
const std::string kApplication = "local-1700000000001";

std::string contents_of(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(file) << path;
  return text.str();
}

std::string on_one_line(std::string text) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) {
    text.replace(at, 1, "\\n");
  }
  return text;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

// The number in "WholeStageCodegen (3)" as " (codegen 3)".
std::string codegen_of(const std::string& cluster) {
  const std::size_t open = cluster.find('(');
  return " (codegen " + cluster.substr(open + 1, cluster.find(')') - open - 1) + ")";
}

std::string status_of(const SqlExecutionRow& execution) {
  if (!execution.error) return execution.completion_time ? "ENDED" : "RUNNING";
  return execution.error->empty() ? "COMPLETED" : "FAILED";
}

std::string graph_text(const SqlPlanGraph& graph, const std::vector<SqlMetricRow>& metrics) {
  std::map<std::int64_t, std::string> values;
  for (const SqlMetricRow& metric : metrics) {
    if (metric.values) values[metric.accumulator_id] = metric_text(metric.type, *metric.values);
  }
  std::string text;
  for (const SqlPlanNode& node : graph.nodes) {
    text += "  node " + std::to_string(node.id) + " " + trimmed(node.name);
    if (node.cluster_id) {
      text += codegen_of(graph.nodes[static_cast<std::size_t>(*node.cluster_id)].name);
    }
    text += "\n";
    for (const SqlPlanMetric& metric : graph.metrics) {
      const auto value = values.find(metric.accumulator_id);
      if (metric.node_id != node.id || value == values.end()) continue;
      text += "    " + trimmed(metric.name) + ": " + on_one_line(value->second) + "\n";
    }
  }
  text += "  edges";
  for (const SqlPlanEdge& edge : graph.edges) {
    text += " " + std::to_string(edge.from_id) + ">" + std::to_string(edge.to_id);
  }
  return text + "\n";
}

std::string answer_of(ApplicationDatabase& database) {
  std::string text;
  for (const SqlExecutionRow& execution : value_of(database.sql.executions(0, -1))) {
    text += "execution " + std::to_string(execution.id) + " " + status_of(execution) + "\n";
    text +=
        graph_text(value_of(database.sql_plans.graph(execution.id, execution.plan_versions - 1)),
                   value_of(database.sql.metrics(execution)));
  }
  return text;
}

// Reads the log in slices of `limit` bytes, each by a new process, as it were.
std::string ingest(std::uint64_t limit) {
  const TemporaryFolder store;
  LogRow row;
  row.database = "app.db";
  for (const LogListing& log : value_of(list_logs(kGolden + "logs"))) {
    if (!log.id.ends_with("eventlog_v2_" + kApplication)) continue;
    auto state = LogIngest::State::more;
    while (state == LogIngest::State::more) {
      auto part = value_of(LogIngest::start(store.path(), row, LogIngest::Start::resume));
      state = value_of(part->advance(log, limit));
    }
  }
  return answer_of(*value_of(ApplicationDatabase::open_read_only(store.path("app.db"))));
}

TEST(GoldenSql, AsSparksOwnServerAnswers) {
  const std::string answer = contents_of(kGolden + "sql_" + kApplication + ".txt");
  EXPECT_EQ(ingest(100'000'000), answer);
  EXPECT_EQ(ingest(20'000), answer);
}

}  // namespace
}  // namespace afterglow::history
