#include "submit/report/plan_report.h"

#include <algorithm>
#include <string_view>

#include "common/json/json.h"
#include "submit/launch/shown_command.h"
#include "submit/resolve/plan_files.h"
#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

using Entries = std::vector<SparkConf::Entry>;

Entries sorted_entries(const SubmissionPlan& plan) {
  Entries entries = plan.effective_conf.entries();
  std::ranges::sort(entries, {}, &SparkConf::Entry::key);
  return entries;
}

Entries hidden_by(const SubmissionPlan& plan, const std::string& key) {
  Entries hidden;
  for (const SparkConf::Entry& entry : plan.shadowed) {
    if (entry.key == key) hidden.push_back(entry);
  }
  return hidden;
}

// The resource and its arguments.
std::vector<std::string> shown_application(const SubmissionPlan& plan) {
  return shown_words({plan.application.resource, plan.application.arguments, {}}, plan.redactor);
}

Json list(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push(text);
  return array;
}

Json configuration_json(const SubmissionPlan& plan) {
  const auto value_json = [&plan](const SparkConf::Entry& entry) {
    return Json::object()
        .set("value", shown(plan.redactor, entry.key, entry.value))
        .set("origin", entry.origin);
  };
  Json configuration = Json::array();
  for (const SparkConf::Entry& entry : sorted_entries(plan)) {
    Json hidden = Json::array();
    for (const SparkConf::Entry& other : hidden_by(plan, entry.key)) hidden.push(value_json(other));
    configuration.push(Json::object()
                           .set("key", entry.key)
                           .set("value", shown(plan.redactor, entry.key, entry.value))
                           .set("origin", entry.origin)
                           .set("hidden", hidden));
  }
  return configuration;
}

Json files_json(const SubmissionPlan& plan) {
  Json files = Json::array();
  for (const PlanFile& file : plan_files(plan)) {
    files.push(Json::object()
                   .set("role", file.role)
                   .set("uri", shown(plan.redactor, "", file.uri))
                   .set("origin", file.origin));
  }
  return files;
}

void add_preview(const Preview& preview, Json& report) {
  Json copies = Json::array();
  for (const auto& [from, to] : preview.copies) {
    copies.push(Json::object().set("from", from).set("to", to));
  }
  Json variables = Json::object();
  for (const std::string& entry : preview.variables) {
    const std::size_t equals = entry.find('=');
    variables.set(entry.substr(0, equals), entry.substr(equals + 1));
  }
  Json requests = Json::array();
  for (const auto& [method, address, body] : preview.requests) {
    requests.push(Json::object().set("method", method).set("address", address).set("body", body));
  }
  report.set("copies", copies)
      .set("command", list(preview.command))
      .set("environment", variables)
      .set("requests", requests);
}

std::string mode_name(DeployMode mode) {
  return mode == DeployMode::client ? "client" : "cluster";
}

std::string plan_json(const SubmissionPlan& plan, const Surroundings& surroundings,
                      const Preview& preview, const std::vector<std::string>& warnings) {
  const SparkInstallation& spark = surroundings.spark;
  std::vector<std::string> arguments = shown_application(plan);
  arguments.erase(arguments.begin());
  Json report = Json::object();
  report.set("master", plan.master.text)
      .set("deployMode", mode_name(plan.deploy_mode))
      .set("api", plan.api_mode == ApiMode::connect ? "connect" : "classic")
      .set("spark", Json::object()
                        .set("version", spark.version_text)
                        .set("home", spark.home.string())
                        .set("foundBy", spark.found_by))
      .set("java", surroundings.java.string())
      .set("confDir", surroundings.conf_dir.string())
      .set("propertiesFiles", list(plan.properties_files))
      .set("application", Json::object()
                              .set("resource", plan.application.resource)
                              .set("mainClass", plan.application.main_class)
                              .set("arguments", list(arguments)))
      .set("configuration", configuration_json(plan))
      .set("files", files_json(plan));
  add_preview(preview, report);
  return report.set("warnings", list(warnings)).pretty();
}

// As a shell would take it back.
std::string quoted(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

std::string quoted_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
  return line;
}

class Text {
 public:
  void heading(std::string_view title) { text_.append("\n").append(title).append(":\n"); }
  void line(std::string_view text) { text_.append("  ").append(text).append("\n"); }
  void row(std::string_view name, std::string_view value) {
    text_ += name;
    text_.append(name.size() < name_width ? name_width - name.size() : 1, ' ');
    text_.append(value).append("\n");
  }
  std::string take() { return std::move(text_); }

 private:
  static constexpr std::size_t name_width = 14;
  std::string text_;
};

void add_head(const SubmissionPlan& plan, const Surroundings& surroundings, Text& text) {
  const SparkInstallation& spark = surroundings.spark;
  text.row("Application", quoted_line(shown_application(plan)));
  if (!plan.application.main_class.empty()) text.row("Main class", plan.application.main_class);
  text.row("Master", plan.master.text + ", deploy mode " + mode_name(plan.deploy_mode) +
                         (plan.api_mode == ApiMode::connect ? ", Spark Connect" : ""));
  if (!spark.home.empty()) {
    text.row("Spark",
             spark.version_text + " in " + spark.home.string() + " (" + spark.found_by + ")");
  }
  if (!surroundings.java.empty()) text.row("Java", surroundings.java.string());
  if (!surroundings.conf_dir.empty()) text.row("Settings in", surroundings.conf_dir.string());
  for (const std::string& file : plan.properties_files) text.row("", file);
}

void add_configuration(const SubmissionPlan& plan, Text& text) {
  text.heading("Configuration");
  for (const SparkConf::Entry& entry : sorted_entries(plan)) {
    text.line(entry.key + " = " + shown(plan.redactor, entry.key, entry.value) + "   (" +
              entry.origin + ")");
    for (const SparkConf::Entry& other : hidden_by(plan, entry.key)) {
      text.line("  hides " + shown(plan.redactor, other.key, other.value) + "   (" + other.origin +
                ")");
    }
  }
}

std::string plan_text(const SubmissionPlan& plan, const Surroundings& surroundings,
                      const Preview& preview) {
  Text text;
  add_head(plan, surroundings, text);
  add_configuration(plan, text);
  const std::vector<PlanFile> files = plan_files(plan);
  if (!files.empty()) text.heading("Files");
  for (const PlanFile& file : files) {
    text.line(file.role + " " + shown(plan.redactor, "", file.uri) + "   (" + file.origin + ")");
  }
  if (!preview.copies.empty()) text.heading("Copied before");
  for (const auto& [from, to] : preview.copies) text.line(from + " -> " + to);
  if (!preview.variables.empty()) text.heading("Environment, where it changes");
  for (const std::string& variable : preview.variables) text.line(quoted(variable));
  if (!preview.command.empty()) {
    text.heading("Command");
    text.line(quoted_line(preview.command));
  }
  for (const auto& [method, address, body] : preview.requests) {
    text.heading(method + " " + address);
    text.line(body);
  }
  return text.take();
}

}  // namespace

std::string plan_report(const SubmissionPlan& plan, const Surroundings& surroundings,
                        const Preview& preview, const std::vector<std::string>& warnings,
                        OutputFormat format) {
  return format == OutputFormat::json ? plan_json(plan, surroundings, preview, warnings)
                                      : plan_text(plan, surroundings, preview);
}

std::string check_report(const Problems& problems, const std::vector<std::string>& warnings,
                         OutputFormat format) {
  if (format == OutputFormat::json) {
    return Json::object()
        .set("ok", problems.empty())
        .set("problems", list(problems))
        .set("warnings", list(warnings))
        .pretty();
  }
  std::string text;
  for (const std::string& problem : problems) text += "wrong: " + problem + "\n";
  return problems.empty() ? "nothing wrong was found\n" : text;
}

}  // namespace afterglow::submit
