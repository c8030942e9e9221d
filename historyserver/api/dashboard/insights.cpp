#include "historyserver/insights/insights.h"

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/v1/json_copy.h"
#include "historyserver/store/insight_json.h"

namespace afterglow::history {
namespace {

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object()
      .field("rule", finding.rule)
      .field("severity", name_of(kSeverityNames, finding.severity))
      .field("title", finding.title)
      .field("text", finding.text)
      .field("recoverableMs", finding.recoverable_ms)
      .field("recoverableCoreMs", finding.recoverable_core_ms);
  write_json_field(json, "numbers", to_json_text(finding.numbers));
  write_json_field(json, "links", to_json_text(finding.links));
  write_json_field(json, "advice", to_json_text(finding.advice));
  json.end_object();
}

void write_parts(JsonWriter& json, const Insights& insights) {
  json.key("wall").begin_array();
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    json.begin_object()
        .field("part", kWallPartNames[i])
        .field("ms", insights.wall.at_index(i))
        .field("coreMs", insights.cores.at_index(i))
        .end_object();
  }
  json.end_array();
}

void write_stages(JsonWriter& json, const std::vector<StageWall>& stages) {
  json.key("stages").begin_array();
  for (const StageWall& stage : stages) {
    json.begin_object()
        .field("stageId", stage.stage.stage_id)
        .field("attemptId", stage.stage.attempt)
        .field("ms", stage.wall.sum());
    json.key("parts").begin_object();
    for (std::size_t i = 0; i < kWallPartCount; ++i) {
      if (stage.wall.at_index(i) > 0) json.field(kWallPartNames[i], stage.wall.at_index(i));
    }
    json.end_object().end_object();
  }
  json.end_array();
}

}  // namespace

Response dashboard_insights(OpenAttempt& attempt, const Request&, const PathArguments&) {
  static const ThresholdValues usual;
  const auto insights =
      insights_of(*attempt.database, {attempt.log.end_time, attempt.log.known_until()},
                  attempt.thresholds ? *attempt.thresholds : usual);
  if (!insights) return internal_error(insights.error());
  JsonWriter json(attempt.fields);
  json.begin_object()
      .field("verdict", insights->verdict)
      .field("duration", insights->wall.sum())
      .field("coreTime", insights->core_time())
      .field("busyTime", insights->busy_time)
      .field("averageCores", insights->average_cores);
  json.key("findings").begin_array();
  for (const Finding& finding : insights->findings) write_finding(json, finding);
  json.end_array();
  write_parts(json, *insights);
  write_stages(json, insights->stages);
  write_json_field(json, "criticalPath", to_json_text(insights->critical_path));
  write_json_field(json, "scaling", to_json_text(insights->scaling));
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
