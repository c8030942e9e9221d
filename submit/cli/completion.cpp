#include "submit/cli/completion.h"

#include <vector>

#include "submit/cli/options.h"

namespace afterglow::submit {
namespace {

enum class Takes { nothing, words, files, free_text };

Takes takes(const Option& option) {
  if (option.arity == Arity::none) return Takes::nothing;
  if (!option.choices.empty()) return Takes::words;
  for (const std::string_view kind : {"FILE", "LIST", "PATH"}) {
    if (option.value_name == kind && option.conf_key != "spark.jars.packages" &&
        option.conf_key != "spark.jars.excludes" && option.conf_key != "spark.jars.repositories") {
      return Takes::files;
    }
  }
  return Takes::free_text;
}

std::vector<const Option*> listed() {
  std::vector<const Option*> list;
  for (const Option& option : all_options()) {
    if (option.support != Support::hidden) list.push_back(&option);
  }
  return list;
}

void append_names(std::string& text, const Option& option, std::string_view between) {
  if (!text.empty()) text += between;
  text += option.name;
  if (!option.alias.empty()) text.append(between).append(option.alias);
}

std::string bash() {
  std::string names;
  std::string file_options;
  std::string free_options;
  std::string cases;
  for (const Option* const option : listed()) {
    append_names(names, *option, " ");
    if (takes(*option) == Takes::files) append_names(file_options, *option, "|");
    if (takes(*option) == Takes::free_text) append_names(free_options, *option, "|");
    if (takes(*option) != Takes::words) continue;
    cases.append("    ").append(option->name).append(") words=\"").append(option->choices);
    cases += "\" ;;\n";
  }
  return "# Completion of afterglow-submit for bash: source this file.\n"
         "_afterglow_submit() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} words=\n"
         "  local previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  COMPREPLY=()\n"
         "  case $previous in\n" +
         cases + "    " + free_options + ") return ;;\n    " + file_options +
         ") ;;\n"
         "    *) [[ $current != -* ]] || words=\"" +
         names +
         "\" ;;\n"
         "  esac\n"
         "  if [ -n \"$words\" ]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "  else\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"${current##*,}\")\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _afterglow_submit afterglow-submit spark-submit\n";
}

// In single quotes, where brackets and colons separate the parts of a description.
std::string zsh_description(std::string_view help) {
  std::string text;
  for (const char c : help) {
    if (c == '\'') {
      text += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::string zsh_line(const Option& option, std::string_view name) {
  std::string line = "  '*";
  line += name;
  if (option.arity == Arity::value) line += name.starts_with("--") ? "=" : "+";
  line += "[" + zsh_description(option.help) + "]";
  switch (takes(option)) {
    case Takes::nothing:
      break;
    case Takes::words:
      line.append(":").append(option.value_name).append(":(").append(option.choices).append(")");
      break;
    case Takes::files:
      line.append(":").append(option.value_name).append(":_files");
      break;
    case Takes::free_text:
      line.append(":").append(option.value_name).append(": ");
  }
  return line + "' \\\n";
}

std::string zsh() {
  std::string text =
      "#compdef afterglow-submit spark-submit\n"
      "# Completion of afterglow-submit for zsh: put it into a folder of $fpath as "
      "_afterglow-submit.\n"
      "_arguments -S \\\n";
  for (const Option* const option : listed()) {
    text += zsh_line(*option, option->name);
    if (!option->alias.empty()) text += zsh_line(*option, option->alias);
  }
  return text + "  '1:application:_files' \\\n  '*::argument:_files'\n";
}

std::string fish_quoted(std::string_view help) {
  std::string text = "'";
  for (const char c : help) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

std::string fish() {
  std::string text =
      "# Completion of afterglow-submit for fish: put it into ~/.config/fish/completions.\n";
  for (const std::string_view program : {"afterglow-submit", "spark-submit"}) {
    for (const Option* const option : listed()) {
      if (program == "spark-submit" && !is_in(*option, Dialect::spark)) continue;
      text.append("complete -c ").append(program).append(" -l ").append(option->name.substr(2));
      if (!option->alias.empty()) text.append(" -s ").append(option->alias.substr(1));
      if (takes(*option) == Takes::files) text += " -r -F";
      if (takes(*option) == Takes::free_text) text += " -x";
      if (takes(*option) == Takes::words) text += " -x -a " + fish_quoted(option->choices);
      text += " -d " + fish_quoted(option->help) + "\n";
    }
  }
  return text;
}

}  // namespace

Result<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  return fail(ErrorKind::invalid_argument,
              "--completion \"" + std::string(shell) + "\": there is one for bash, zsh and fish");
}

}  // namespace afterglow::submit
