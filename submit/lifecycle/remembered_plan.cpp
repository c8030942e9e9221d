#include "submit/lifecycle/remembered_plan.h"

#include "common/json/json.h"
#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

constexpr const char* addresses[] = {
    "afterglow.submit.rest.masters",
    "afterglow.submit.ui.masters",
    "spark.master.rest.port",
    "spark.master.ui.port",
};

// An argument that looks like a secret; and the one behind "--password" and its like.
Json shown_arguments(const SubmissionPlan& plan) {
  Json arguments = Json::array();
  bool names_secret = false;
  for (const std::string& argument : plan.application.arguments) {
    const bool secret = plan.redactor.is_secret("", argument);
    const bool is_name = secret && argument.starts_with('-') && !argument.contains('=');
    arguments.push(names_secret || (secret && !is_name) ? redacted_text
                                                        : std::string_view(argument));
    names_secret = is_name;
  }
  return arguments;
}

}  // namespace

SubmissionRecord remembered_plan(const SubmissionPlan& plan, const std::string& marker) {
  SubmissionRecord record;
  record.master = plan.master.text;
  record.application = plan.application.resource;
  record.marker = marker;
  const std::string* const name = plan.effective_conf.get("spark.app.name");
  record.name = name == nullptr ? record.application : *name;
  Json conf = Json::object();
  for (const auto& [key, value, origin] : plan.effective_conf.entries()) {
    conf.set(key, shown(plan.redactor, key, value));
  }
  record.plan = Json::object()
                    .set("master", plan.master.text)
                    .set("deployMode", "cluster")
                    .set("application", plan.application.resource)
                    .set("mainClass", plan.application.main_class)
                    .set("arguments", shown_arguments(plan))
                    .set("conf", std::move(conf))
                    .line();
  Json reach = Json::object();
  for (const char* const key : addresses) {
    if (const std::string* const value = plan.effective_conf.get(key)) reach.set(key, *value);
  }
  record.conf = reach.line();
  return record;
}

SparkConf remembered_conf(const SubmissionRecord& record) {
  SparkConf conf;
  const auto reach = Json::parse(record.conf);
  if (!reach) return conf;
  for (const char* const key : addresses) {
    if (const auto value = reach->text_of(key)) conf.set(key, *value, "remembered");
  }
  return conf;
}

}  // namespace afterglow::submit
