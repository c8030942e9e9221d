#include "submit/launch/shown_command.h"

#include <algorithm>
#include <string_view>

#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

std::string shown_word(const std::string& word, const Redactor& redactor) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return shown(redactor, "", word);
  const std::string key = word.substr(0, equals);
  return key + "=" + shown(redactor, key, word.substr(equals + 1));
}

// Whether the word behind this one is a secret: "--db-password".
bool announces_secret(std::string_view word, const Redactor& redactor) {
  return word.starts_with('-') && !word.contains('=') && redactor.is_secret(word, "");
}

}  // namespace

std::vector<std::string> shown_words(const Command& command, const Redactor& redactor) {
  std::vector<std::string> words = {command.program.string()};
  bool secret_follows = false;
  for (const std::string& argument : command.arguments) {
    const bool is_name = announces_secret(argument, redactor);
    if (is_name) {
      words.push_back(argument);
    } else {
      words.push_back(secret_follows ? std::string(redacted_text) : shown_word(argument, redactor));
    }
    secret_follows = is_name;
  }
  return words;
}

std::string printable(const Command& command, const Redactor& redactor) {
  std::string line;
  for (const std::string& word : shown_words(command, redactor)) {
    line += (line.empty() ? "" : " ") + word;
  }
  return line;
}

std::vector<std::string> shown_changes(const Environment& before, const Command& command,
                                       const Redactor& redactor) {
  const std::vector<std::string> old = before.entries();
  std::vector<std::string> changes;
  for (const std::string& entry : command.environment.entries()) {
    if (std::ranges::find(old, entry) == old.end()) changes.push_back(shown_word(entry, redactor));
  }
  return changes;
}

}  // namespace afterglow::submit
