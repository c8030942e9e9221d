#include "submit/launch/submit_arguments.h"

#include <algorithm>
#include <string_view>

#include "common/conf/properties_file.h"
#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

bool has_blank_end(std::string_view value) {
  const auto cut = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' && c != '\r' && c != '\n';
  };
  return !value.empty() && (cut(value.front()) || cut(value.back()));
}

// The Python of a shell connects to the server itself; its JVM must not hear of it.
bool is_for_the_shell_only(const SubmissionPlan& plan, std::string_view key) {
  return plan.form == Form::python_shell && (key == "spark.remote" || key == "spark.api.mode");
}

class Collector {
 public:
  Collector(const SubmissionPlan& plan, Reader reader)
      : plan_(plan), reader_(reader), properties_(plan.file_conf) {}

  Result<SubmitArguments> collect() {
    std::vector<std::string> confs = open_confs();
    const std::vector<std::string> options = open_options();
    add(plan_.placement);
    add(confs);
    if (has_secret_) {
      auto file = private_file(properties_text(), reader_);
      if (!file) return std::unexpected(file.error());
      add({"--properties-file", *file});
    } else {
      add(plan_.file_options);
    }
    const auto& [resource, main_class, arguments, example_jars] = plan_.application;
    if (!main_class.empty()) add({"--class", main_class});
    add(options);
    add({resource});
    add(arguments);
    return std::move(result_);
  }

 private:
  void add(const std::vector<std::string>& more) {
    result_.arguments.insert(result_.arguments.end(), more.begin(), more.end());
  }

  void hide(std::string_view key, std::string_view value, std::string_view origin) {
    has_secret_ = true;
    if (!has_blank_end(value)) {
      properties_.set(key, value, origin);
      return;
    }
    // A properties file cannot hold this value, but SparkSubmit also takes system properties.
    in_jvm_.emplace_back(key);
    result_.secret_jvm_options.push_back("-D" + std::string(key) + "=" + std::string(value));
  }

  bool is_hidden_option(const GivenOption& given) const {
    return !given.option->conf_key.empty() &&
           is_hidden(plan_.redactor, given.option->conf_key, given.value);
  }

  std::vector<std::string> open_confs() {
    std::vector<std::string> open;
    for (const auto& [key, value, origin] : plan_.command_line_conf.entries()) {
      const std::string& name = key;
      const bool overruled = std::ranges::any_of(plan_.options, [&](const GivenOption& given) {
        return given.option->conf_key == name && is_hidden_option(given);
      });
      if (overruled || is_for_the_shell_only(plan_, key)) continue;
      if (is_hidden(plan_.redactor, key, value)) {
        hide(key, value, origin);
      } else {
        open.insert(open.end(), {"--conf", key + "=" + value});
      }
    }
    return open;
  }

  std::vector<std::string> open_options() {
    std::vector<std::string> open;
    for (const GivenOption& given : plan_.options) {
      const Option& option = *given.option;
      if (is_for_the_shell_only(plan_, option.conf_key)) continue;
      if (is_hidden_option(given)) {
        hide(option.conf_key, given.value, option.name);
        continue;
      }
      open.emplace_back(option.name);
      if (option.arity == Arity::value) open.push_back(given.value);
    }
    return open;
  }

  std::string properties_text() const {
    std::string text;
    for (const auto& [key, value, origin] : properties_.entries()) {
      if (std::ranges::find(in_jvm_, key) == in_jvm_.end()) text += format_property(key, value);
    }
    return text;
  }

  const SubmissionPlan& plan_;
  Reader reader_;
  SparkConf properties_;
  std::vector<std::string> in_jvm_;
  bool has_secret_ = false;
  SubmitArguments result_;
};

}  // namespace

Result<SubmitArguments> submit_arguments(const SubmissionPlan& plan, Reader reader) {
  return Collector(plan, reader).collect();
}

}  // namespace afterglow::submit
