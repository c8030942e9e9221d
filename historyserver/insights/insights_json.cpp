#include "historyserver/insights/insights_json.h"

#include "historyserver/insights/millionths.h"
#include "historyserver/store/insight_json.h"

namespace afterglow::history {
namespace {

constexpr std::array kSides = {"a", "b"};

template <typename Value>
Json list_of(const std::vector<Value>& values);

// What is stored as text, as a value.
template <typename Value>
Json part(const Value& value) {
  auto json = Json::parse(to_json_text(value));
  return json ? *std::move(json) : Json::array();
}

Json to_json(const Finding& finding) {
  Json json = Json::object();
  json.set("rule", finding.rule)
      .set("severity", name_of(kSeverityNames, finding.severity))
      .set("title", finding.title)
      .set("text", finding.text)
      .set("recoverableMs", millionths(finding.recoverable_ms))
      .set("recoverableCoreMs", millionths(finding.recoverable_core_ms))
      .set("numbers", part(finding.numbers))
      .set("links", part(finding.links))
      .set("advice", part(finding.advice));
  return json;
}

Json to_json(const StageWall& stage) {
  Json parts = Json::object();
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    if (stage.wall.at_index(i) > 0)
      parts.set(kWallPartNames[i], millionths(stage.wall.at_index(i)));
  }
  Json json = Json::object();
  json.set("stageId", stage.stage.stage_id)
      .set("attemptId", stage.stage.attempt)
      .set("ms", millionths(stage.wall.sum()))
      .set("parts", std::move(parts));
  return json;
}

Json to_json(const ComparedRun& run) {
  Json json = Json::object();
  json.set("id", run.id);
  if (!run.attempt_id.empty()) json.set("attemptId", run.attempt_id);
  json.set("name", run.name)
      .set("sparkVersion", run.spark_version)
      .set("startTime", run.start_time)
      .set("duration", millionths(run.duration))
      .set("averageCores", millionths(run.average_cores));
  return json;
}

Json to_json(const ComparedMetric& metric) {
  Json json = Json::object();
  json.set("name", metric.name).set("unit", name_of(kNumberUnitNames, metric.unit));
  for (std::size_t i = 0; i < 2; ++i) json.set(kSides[i], millionths(metric.value[i]));
  if (metric.band) {
    Json band = Json::object();
    band.set("low", millionths(metric.band->low)).set("high", millionths(metric.band->high));
    json.set("band", std::move(band));
    const double b = metric.value[1];
    json.set("outside", b < metric.band->low || b > metric.band->high);
  }
  return json;
}

Json to_json(const ComparedSetting& setting) {
  Json json = Json::object();
  json.set("key", setting.key);
  for (std::size_t i = 0; i < 2; ++i) {
    if (setting.value[i]) json.set(kSides[i], *setting.value[i]);
  }
  return json;
}

Json to_json(const std::string& text) {
  return Json::text(text);
}

Json to_json(const ComparedDetail& detail) {
  Json json = Json::object();
  json.set("of", detail.of);
  for (std::size_t i = 0; i < 2; ++i) {
    if (!detail.value[i].empty()) json.set(kSides[i], detail.value[i]);
  }
  return json;
}

Json to_json(const ComparedNumber& number) {
  Json json = Json::object();
  json.set("name", number.name).set("unit", name_of(kNumberUnitNames, number.unit));
  for (std::size_t i = 0; i < 2; ++i) {
    if (number.value[i]) json.set(kSides[i], millionths(*number.value[i]));
  }
  return json;
}

Json to_json(const ComparedNode& node) {
  Json json = Json::object();
  json.set("change", name_of(kNodeChangeNames, node.change)).set("depth", node.depth);
  for (std::size_t i = 0; i < 2; ++i) {
    if (!node.node_id[i]) continue;
    Json side = Json::object();
    side.set("nodeId", *node.node_id[i]).set("name", node.name[i]);
    json.set(kSides[i], std::move(side));
  }
  if (node.sides_swapped) json.set("sidesSwapped", true);
  json.set("words", node.words);
  if (!node.details.empty()) json.set("details", list_of(node.details));
  if (!node.numbers.empty()) json.set("numbers", list_of(node.numbers));
  return json;
}

// The members of an object.
void set_difference(Json& json, const PlanDifference& plan) {
  json.set("aligned", plan.is_aligned);
  if (!plan.is_aligned) return;
  for (std::size_t i = 0; i < plan.counts.size(); ++i)
    json.set(kNodeChangeNames[i], plan.counts[i]);
  json.set("nodes", list_of(plan.nodes));
}

Json to_json(const ComparedQuery& query) {
  Json json = Json::object();
  json.set("description", query.description());
  if (query.is_matched_by_plan()) json.set("matchedBy", name_of(kQueryMatchNames, query.match));
  for (std::size_t i = 0; i < 2; ++i) {
    if (!query.side[i]) continue;
    Json side = Json::object();
    side.set("executionId", query.side[i]->execution_id)
        .set("duration", millionths(query.side[i]->duration));
    if (query.is_matched_by_plan()) side.set("description", query.side[i]->description);
    json.set(kSides[i], std::move(side));
  }
  json.set("samePlan", query.same_plan);
  if (!query.same_plan || !query.plan.nodes.empty()) {
    Json difference = Json::object();
    difference.set("removed", list_of(query.removed)).set("added", list_of(query.added));
    set_difference(difference, query.plan);
    json.set("planDiff", std::move(difference));
  }
  json.set("delta", millionths(query.delta));
  return json;
}

Json to_json(const ComparedStage& stage) {
  Json json = Json::object();
  json.set("name", stage.name);
  for (std::size_t i = 0; i < 2; ++i) {
    if (!stage.side[i]) continue;
    const ComparedStage::Side& one = *stage.side[i];
    Json side = Json::object();
    side.set("stageId", one.stage.stage_id)
        .set("attemptId", one.stage.attempt)
        .set("duration", one.duration)
        .set("tasks", one.tasks)
        .set("inputBytes", one.input_bytes)
        .set("shuffleReadBytes", one.shuffle_read_bytes)
        .set("spillBytes", one.spill_bytes);
    if (!one.quantiles.empty()) {
      Json quantiles = Json::array();
      for (const std::int64_t value : one.quantiles) quantiles.push(value);
      side.set("quantiles", std::move(quantiles));
    }
    json.set(kSides[i], std::move(side));
  }
  json.set("delta", millionths(stage.delta));
  return json;
}

template <typename Value>
Json list_of(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values) list.push(to_json(value));
  return list;
}

}  // namespace

Json to_json(const Insights& insights) {
  Json wall = Json::array();
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    Json one = Json::object();
    one.set("part", kWallPartNames[i])
        .set("ms", millionths(insights.wall.at_index(i)))
        .set("coreMs", millionths(insights.cores.at_index(i)));
    wall.push(std::move(one));
  }
  Json json = Json::object();
  json.set("verdict", insights.verdict)
      .set("duration", millionths(insights.wall.sum()))
      .set("coreTime", millionths(insights.core_time()))
      .set("busyTime", insights.busy_time)
      .set("averageCores", millionths(insights.average_cores))
      .set("findings", list_of(insights.findings))
      .set("wall", std::move(wall))
      .set("stages", list_of(insights.stages))
      .set("criticalPath", part(insights.critical_path))
      .set("scaling", part(insights.scaling));
  return json;
}

Json to_json(const PlanDifference& difference) {
  Json json = Json::object();
  set_difference(json, difference);
  return json;
}

Json to_json(const Comparison& comparison) {
  Json json = Json::object();
  for (std::size_t i = 0; i < 2; ++i) json.set(kSides[i], to_json(comparison.run[i]));
  json.set("summary", comparison.summary)
      .set("metrics", list_of(comparison.metrics))
      .set("settings", list_of(comparison.settings));
  Json wall = Json::array();
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    Json one = Json::object();
    one.set("part", kWallPartNames[i])
        .set("a", millionths(comparison.wall[0].at_index(i)))
        .set("b", millionths(comparison.wall[1].at_index(i)));
    wall.push(std::move(one));
  }
  Json findings = Json::object();
  findings.set("onlyA", list_of(comparison.findings[0]))
      .set("onlyB", list_of(comparison.findings[1]));
  Json shares = Json::array();
  for (const double share : kComparedShares) shares.push(share);
  json.set("wall", std::move(wall))
      .set("queries", list_of(comparison.queries))
      .set("stages", list_of(comparison.stages))
      .set("quantileShares", std::move(shares))
      .set("findings", std::move(findings));
  return json;
}

}  // namespace afterglow::history
