#include "submit/launch/local/local_launcher.h"

#include <cstdio>

#include "submit/launch/process.h"

namespace afterglow::submit {
namespace {

void describe(const SubmissionPlan& plan, const Surroundings& surroundings) {
  const auto& [spark, java, conf_dir, environment] = surroundings;
  std::string text;
  const auto say = [&text](const std::string& line) { text += "afterglow-submit: " + line + "\n"; };
  say("Spark " + spark.version_text + " in " + spark.home.string() + " (" + spark.found_by + ")");
  say("Java " + java.string());
  say("configuration folder " + conf_dir.string());
  say("master " + plan.master.text + ", driver heap " + plan.driver_heap);
  for (const auto& [key, value, origin] : plan.effective_conf.entries()) {
    say(key + "=" + plan.redactor.redact(key, value) + " (" + origin + ")");
  }
  std::fputs(text.c_str(), stderr);
}

}  // namespace

Result<int> launch_local(const SubmissionPlan& plan, const Surroundings& surroundings) {
  const auto command = driver_command(plan, surroundings);
  if (!command) return std::unexpected(command.error());
  if (plan.verbosity == Verbosity::verbose) describe(plan, surroundings);
  if (!surroundings.environment.get("SPARK_PRINT_LAUNCH_COMMAND").empty()) {
    std::fprintf(stderr, "Spark Command: %s\n========================================\n",
                 printable(*command, plan.redactor).c_str());
  }
  return std::unexpected(
      replace_process(command->program, command->arguments, command->environment));
}

}  // namespace afterglow::submit
