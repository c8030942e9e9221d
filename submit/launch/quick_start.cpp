#include "submit/launch/quick_start.h"

#include <algorithm>

#include "submit/launch/module_options.h"

namespace afterglow::submit {

std::vector<std::string> quick_start(const SubmissionPlan& plan, const SparkVersion& spark) {
  const std::string* const wanted = plan.effective_conf.get("afterglow.submit.quickStart.enabled");
  if (wanted != nullptr && *wanted == "false") return {};
  const auto modules = module_options(spark);
  if (std::ranges::find(modules, "-XX:+IgnoreUnrecognizedVMOptions") == modules.end()) return {};
  return {"-XX:Tier4InvocationThreshold=60000", "-XX:Tier4MinInvocationThreshold=7200",
          "-XX:Tier4CompileThreshold=180000", "-XX:Tier4BackEdgeThreshold=480000",
          "-XX:MetaspaceSize=192m"};
}

}  // namespace afterglow::submit
