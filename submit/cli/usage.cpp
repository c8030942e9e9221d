#include "submit/cli/usage.h"

#include <algorithm>
#include <string_view>

namespace afterglow::submit {
namespace {

constexpr std::size_t help_column = 34;
constexpr std::size_t line_width = 100;

std::string left_side(const Option& option) {
  std::string text("  ");
  text += option.name;
  if (!option.alias.empty()) text.append(", ").append(option.alias);
  if (!option.value_name.empty()) text.append(" ").append(option.value_name);
  return text;
}

// Words of `help` from help_column on, broken at line_width.
void append_help(std::string& out, std::size_t column, std::string_view help) {
  const auto new_line = [&] {
    out += '\n';
    out.append(help_column, ' ');
    column = help_column;
  };
  if (column + 2 > help_column) {
    new_line();
  } else {
    out.append(help_column - column, ' ');
    column = help_column;
  }
  while (!help.empty()) {
    const std::size_t end = std::min(help.find(' '), help.size());
    if (column > help_column && column + 1 + end > line_width) new_line();
    if (column > help_column) {
      out += ' ';
      ++column;
    }
    out += help.substr(0, end);
    column += end;
    help.remove_prefix(std::min(end + 1, help.size()));
  }
  out += '\n';
}

}  // namespace

std::string usage(Dialect dialect) {
  std::string text = "Usage: ";
  text += dialect == Dialect::spark ? "spark-submit" : "afterglow-submit";
  text +=
      " [options] APPLICATION [application arguments]\n"
      "\n"
      "Runs a Spark application: APPLICATION is a jar, a Python file or an R file. Options end at\n"
      "APPLICATION; everything behind it is handed to the application untouched.\n";
  for (const Heading& heading : headings()) {
    std::string rows;
    for (const Option& option : all_options()) {
      if (option.section != heading.section || option.support == Support::hidden ||
          !is_in(option, dialect)) {
        continue;
      }
      const std::string left = left_side(option);
      std::string help(option.help);
      rows += left;
      append_help(rows, left.size(), help);
    }
    if (!rows.empty()) text.append("\n").append(heading.title).append(":\n").append(rows);
  }
  text +=
      "\n"
      "Options win over --conf, --conf over properties files, those over the environment.\n"
      "Spark is searched for in SPARK_HOME, beside this program, and in the Python in use.\n";
  return text;
}

}  // namespace afterglow::submit
