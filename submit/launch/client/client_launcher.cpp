#include "submit/launch/client/client_launcher.h"

#include <cstdio>

#include "submit/launch/archive/archive_builder.h"
#include "submit/launch/client/client_check.h"
#include "submit/launch/process.h"
#include "submit/launch/shell_command.h"
#include "submit/launch/shown_command.h"
#include "submit/resolve/secrets.h"

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
    say(key + "=" + shown(plan.redactor, key, value) + " (" + origin + ")");
  }
  std::fputs(text.c_str(), stderr);
}

bool is_shell(const SubmissionPlan& plan) {
  return plan.form == Form::python_shell || plan.form == Form::r_shell;
}

Result<int> launch(const SubmissionPlan& plan, const Surroundings& surroundings) {
  const auto command = client_command(plan, surroundings);
  if (!command) return std::unexpected(command.error());
  if (plan.verbosity == Verbosity::verbose) describe(plan, surroundings);
  if (!surroundings.environment.get("SPARK_PRINT_LAUNCH_COMMAND").empty()) {
    std::fprintf(stderr, "Spark Command: %s\n========================================\n",
                 printable(*command, plan.redactor).c_str());
  }
  if (!is_shell(plan)) {
    const auto archive = find_class_archive(plan, surroundings);
    if (archive && archive->may_be_built) build_later(*archive, surroundings);
  }
  return std::unexpected(
      replace_process(command->program, command->arguments, command->environment));
}

Result<Preview> preview(const SubmissionPlan& plan, const Surroundings& surroundings) {
  const auto command = client_command(plan, surroundings);
  if (!command) return std::unexpected(command.error());
  Preview preview;
  preview.command = shown_words(*command, plan.redactor);
  preview.variables = shown_changes(Environment::of_this_process(), *command, plan.redactor);
  return preview;
}

}  // namespace

const Launcher client_launcher = {&launch, &preview, &check_client};

Result<Command> client_command(const SubmissionPlan& plan, const Surroundings& surroundings) {
  if (is_shell(plan)) return shell_command(plan, surroundings);
  const auto archive = find_class_archive(plan, surroundings);
  return driver_command(plan, surroundings, {archive ? archive->file : ""});
}

}  // namespace afterglow::submit
