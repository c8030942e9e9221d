#include "submit/launch/standalone/standalone_launcher.h"

#include "submit/launch/main_class_check.h"
#include "submit/launch/standalone/master_addresses.h"
#include "submit/launch/standalone/standalone_check.h"
#include "submit/launch/standalone/submission_request.h"
#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

// Says where files would be, and keeps a list.
class Rehearsal : public Publisher {
 public:
  explicit Rehearsal(const SparkConf& conf) {
    const std::string* const folder = conf.get("afterglow.submit.staging.dir");
    start_ = folder == nullptr ? "http://THIS-MACHINE:PORT/TOKEN/" : *folder + "/USER/NAME/";
  }

  Result<std::string> publish(const std::string& path, const std::string& name) override {
    copies.push_back({path, start_ + std::to_string(copies.size()) + "/" + name});
    return copies.back().to;
  }
  Result<std::string> publish_text(const std::string&, const std::string& name) override {
    return publish("the secrets among the properties", name);
  }

  std::vector<Preview::Copy> copies;

 private:
  std::string start_;
};

Environment without_secrets(const Environment& environment, const Redactor& redactor) {
  Environment shown_variables;
  for (const std::string& entry : environment.entries()) {
    const std::size_t equals = entry.find('=');
    const std::string name = entry.substr(0, equals);
    shown_variables.set(name, shown(redactor, name, entry.substr(equals + 1)));
  }
  return shown_variables;
}

Result<Preview> preview(const SubmissionPlan& plan, const Surroundings& surroundings) {
  const auto addresses = find_masters(plan.master.text, plan.effective_conf);
  if (!addresses) return std::unexpected(addresses.error());
  const auto files = find_application_files(plan);
  if (!files) return std::unexpected(files.error());
  const auto secrets = secret_properties(plan);
  if (!secrets) return std::unexpected(secrets.error());
  Rehearsal rehearsal(plan.effective_conf);
  auto readable = publish_all(*files, *secrets, rehearsal);
  if (!readable) return std::unexpected(readable.error());

  SubmissionPlan shown_plan = plan;
  for (std::string& argument : shown_plan.application.arguments) {
    argument = shown(plan.redactor, "", argument);
  }
  const Environment environment = without_secrets(surroundings.environment, plan.redactor);
  const ClusterSubmission submission{shown_plan, environment, std::move(*readable), "RANDOM",
                                     surroundings.spark.version_text};
  Preview preview;
  preview.copies = std::move(rehearsal.copies);
  preview.requests.push_back({"POST", addresses->rest.front() + "/v1/submissions/create",
                              create_request(submission, addresses->rpc).pretty()});
  return preview;
}

void check(const SubmissionPlan& plan, const Surroundings& surroundings, Problems& problems) {
  check_main_class(plan, surroundings, problems);
  check_standalone(plan, surroundings, problems);
  const auto secrets = secret_properties(plan);
  if (!secrets) problems.push_back(secrets.error().message);
}

}  // namespace

const Launcher standalone_launcher = {nullptr, &preview, &check};

}  // namespace afterglow::submit
