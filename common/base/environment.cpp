#include "common/base/environment.h"

#include <unistd.h>

namespace afterglow {

Environment Environment::of_this_process() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.set(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

bool Environment::contains(std::string_view name) const {
  return variables_.contains(name);
}

const std::string& Environment::get(std::string_view name) const {
  static const std::string none;
  const auto variable = variables_.find(name);
  return variable == variables_.end() ? none : variable->second;
}

void Environment::set(std::string_view name, std::string_view value) {
  variables_.insert_or_assign(std::string(name), std::string(value));
}

void Environment::unset(std::string_view name) {
  const auto variable = variables_.find(name);
  if (variable != variables_.end()) variables_.erase(variable);
}

std::vector<std::string> Environment::entries() const {
  std::vector<std::string> entries;
  entries.reserve(variables_.size());
  for (const auto& [name, value] : variables_) entries.push_back(name + "=" + value);
  return entries;
}

}  // namespace afterglow
