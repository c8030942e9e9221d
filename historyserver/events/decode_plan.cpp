// Plans of Spark SQL. A plan is as deep as its query is long, so it is walked without recursion,
// and in one pass over the text, whatever the order of the fields.

#include <string_view>

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

namespace ondemand = simdjson::ondemand;

class PlanReader {
 public:
  explicit PlanReader(DecodeProblem& problem) : problem_(problem) {}

  PlanInfo read(ondemand::object& root) {
    enter(root);
    while (!levels_.empty() && !problem_.found()) {
      if (levels_.back().in_children) {
        next_child();
      } else {
        next_field();
      }
    }
    return std::move(plan_);
  }

 private:
  // A node whose fields are being read.
  struct Level {
    std::size_t node = 0;
    ondemand::object_iterator field;
    ondemand::object_iterator fields_end;
    bool in_children = false;
    ondemand::array_iterator child;
    ondemand::array_iterator children_end;
  };

  // Whether the call succeeded; the first that does not ends the walk.
  bool done(simdjson::error_code error) {
    if (error != simdjson::SUCCESS) problem_.broken(error);
    return error == simdjson::SUCCESS;
  }

  void enter(ondemand::object& object) {
    if (levels_.size() >= kMaxPlanDepth) {
      problem_.text = "the plan is nested too deeply";
      return;
    }
    if (!levels_.empty()) current().children.push_back(plan_.nodes.size());
    Level level;
    level.node = plan_.nodes.size();
    if (!done(object.begin().get(level.field)) || !done(object.end().get(level.fields_end))) return;
    plan_.nodes.emplace_back();
    levels_.push_back(level);
  }

  void next_field() {
    Level& level = levels_.back();
    if (level.field == level.fields_end) {
      levels_.pop_back();
      if (!levels_.empty()) ++levels_.back().child;
      return;
    }
    ondemand::field field;
    std::string_view key;
    if (!done((*level.field).get(field)) || !done(field.unescaped_key().get(key))) return;
    take_field(key, field.value());
    if (!problem_.found() && !levels_.back().in_children) ++levels_.back().field;
  }

  void take_field(std::string_view key, ondemand::value value) {
    bool null = false;
    if (!done(value.is_null().get(null)) || null) return;
    if (key == "nodeName") {
      take_text("nodeName", value, current().name);
    } else if (key == "simpleString") {
      take_text("simpleString", value, current().simple_string);
    } else if (key == "children") {
      ondemand::array children;
      if (value.get_array().get(children) != simdjson::SUCCESS) return problem_.missing("children");
      Level& level = levels_.back();
      level.in_children =
          done(children.begin().get(level.child)) && done(children.end().get(level.children_end));
    } else if (key == "metadata") {
      ondemand::object metadata;
      if (value.get_object().get(metadata) != simdjson::SUCCESS) {
        return problem_.missing("metadata");
      }
      current().metadata = JsonObject(metadata, problem_).string_map();
    } else if (key == "metrics") {
      take_metrics(value);
    }
  }

  void next_child() {
    Level& level = levels_.back();
    if (level.child == level.children_end) {
      level.in_children = false;
      ++level.field;
      return;
    }
    ondemand::value value;
    ondemand::object child;
    if (!done((*level.child).get(value))) return;
    if (value.get_object().get(child) != simdjson::SUCCESS) return problem_.missing("children");
    enter(child);
  }

  void take_text(std::string_view key, ondemand::value value, std::string& text) {
    std::string_view string;
    if (value.get_string().get(string) != simdjson::SUCCESS) return problem_.missing(key);
    text = string;
  }

  void take_metrics(ondemand::value value) {
    ondemand::array metrics;
    if (value.get_array().get(metrics) != simdjson::SUCCESS) return problem_.missing("metrics");
    for (auto element : metrics) {
      ondemand::object metric;
      if (element.get_object().get(metric) != simdjson::SUCCESS) return problem_.missing("metrics");
      current().metrics.push_back(decode_sql_metric_info(JsonObject(metric, problem_)));
      if (problem_.found()) return;
    }
  }

  PlanInfo::Node& current() { return plan_.nodes[levels_.back().node]; }

  DecodeProblem& problem_;
  PlanInfo plan_;
  std::vector<Level> levels_;
};

}  // namespace

SqlMetricInfo decode_sql_metric_info(JsonObject object) {
  SqlMetricInfo metric;
  metric.name = object.text_or("name", "");
  metric.accumulator_id = object.integer("accumulatorId");
  metric.type = object.text_or("metricType", "");
  return metric;
}

PlanInfo decode_plan_info(JsonObject& owner, std::string_view key) {
  auto root = owner.maybe_object(key);
  if (!root) return {};
  return PlanReader(owner.problem()).read(root->raw());
}

}  // namespace afterglow::history
