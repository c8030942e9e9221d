#include "historyserver/eventlog/whole_object.h"

namespace afterglow::history {

bool is_whole_object(std::string_view line) {
  if (!line.ends_with('}')) return false;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return depth == 0;
}

}  // namespace afterglow::history
