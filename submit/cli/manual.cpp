#include "submit/cli/manual.h"

#include <string_view>

#include "common/base/version.h"
#include "submit/cli/options.h"

namespace afterglow::submit {
namespace {

// Text that roff takes literally: a dash would become a hyphen, and a line must not begin with a
// dot or a quote.
std::string roff(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (const char c : text) {
    if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else {
      out += c;
    }
  }
  return out;
}

std::string option_entry(const Option& option) {
  std::string text = ".TP\n.B ";
  text += roff(option.name);
  if (!option.alias.empty()) text += ", " + roff(option.alias);
  if (!option.value_name.empty()) text += " \\fI" + roff(option.value_name) + "\\fR";
  text += "\n" + roff(option.help) + ".\n";
  if (!option.conf_key.empty()) text += "Sets " + roff(option.conf_key) + ".\n";
  if (option.dialect == Dialect::afterglow) text += "Not in spark\\-submit.\n";
  return text;
}

struct Entry {
  std::string_view term;
  std::string_view meaning;
};

constexpr Entry variables[] = {
    {"SPARK_HOME", "Spark's folder; otherwise it is searched for beside the program and in Python"},
    {"SPARK_CONF_DIR", "folder of spark-defaults.conf and spark-env.sh; else conf in SPARK_HOME"},
    {"JAVA_HOME", "the Java to use; else java on the PATH"},
    {"MASTER, SPARK_REMOTE, DEPLOY_MODE", "stand in for the options of these names"},
    {"SPARK_DRIVER_MEMORY, SPARK_EXECUTOR_MEMORY, SPARK_EXECUTOR_CORES", "likewise"},
    {"SPARK_SUBMIT_OPTS", "further options of the driver's JVM"},
    {"SPARK_PRINT_LAUNCH_COMMAND", "when set, the driver's command is printed before it starts"},
    {"PYSPARK_PYTHON, PYSPARK_DRIVER_PYTHON", "the Python of executors and of the driver"},
};

constexpr Entry codes[] = {
    {"the driver's", "once a driver was started here"},
    {"0", "what was asked for was printed, or --check found nothing wrong"},
    {"1", "the command line, a file or this machine does not allow it"},
    {"255", "there were no arguments; the usage was printed"},
};

void append_entries(std::string& text, std::string_view title, auto& entries) {
  text.append(".SH ").append(title).append("\n");
  for (const auto& [term, meaning] : entries) {
    text += ".TP\n.B " + roff(term) + "\n" + roff(meaning) + ".\n";
  }
}

}  // namespace

std::string manual() {
  std::string text =
      ".TH AFTERGLOW\\-SUBMIT 1 \"\" \"afterglow " AFTERGLOW_VERSION
      "\"\n"
      ".SH NAME\nafterglow\\-submit \\- run a Spark application\n"
      ".SH SYNOPSIS\n.B afterglow\\-submit\n"
      "[\\fIoptions\\fR] \\fIAPPLICATION\\fR [\\fIarguments\\fR]\n"
      ".SH DESCRIPTION\n"
      "Runs a jar, a Python file or an R file with Spark, as spark\\-submit does with the same\n"
      "arguments. Options end at the application; what stands behind it is handed on untouched.\n"
      "Options win over \\-\\-conf, \\-\\-conf over properties files, those over the environment.\n"
      "Under the name spark\\-submit the program takes Spark\\(aqs own options only.\n"
      ".SH OPTIONS\n";
  for (const Heading& heading : headings()) {
    text.append(".SS ").append(heading.title).append("\n");
    for (const Option& option : all_options()) {
      const bool listed = option.section == heading.section && option.support == Support::ready;
      if (listed) text += option_entry(option);
    }
  }
  append_entries(text, "ENVIRONMENT", variables);
  append_entries(text, "EXIT STATUS", codes);
  return text;
}

}  // namespace afterglow::submit
