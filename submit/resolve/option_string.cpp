#include "submit/resolve/option_string.h"

namespace afterglow::submit {
namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

}  // namespace

Result<std::vector<std::string>> split_option_string(std::string_view text) {
  std::vector<std::string> options;
  std::string option;
  bool inside = false;
  bool escaped = false;
  char quote = '\0';
  for (const char c : text) {
    if (escaped) {
      option += c;
      escaped = false;
    } else if (c == '\\' && quote != '\'') {
      escaped = inside = true;
    } else if (quote != '\0' ? c == quote : c == '\'' || c == '"') {
      quote = quote != '\0' ? '\0' : c;
      inside = true;
    } else if (quote != '\0' || !is_space(c)) {
      option += c;
      inside = true;
    } else if (inside) {
      options.push_back(std::move(option));
      option.clear();
      inside = false;
    }
  }
  if (escaped || quote != '\0') {
    return fail(ErrorKind::invalid_argument,
                escaped ? "ends with a lone backslash" : "has an unclosed quote");
  }
  if (inside) options.push_back(std::move(option));
  return options;
}

}  // namespace afterglow::submit
