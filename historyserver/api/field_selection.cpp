#include "historyserver/api/field_selection.h"

#include <algorithm>

namespace afterglow::history {

std::shared_ptr<const FieldSelection> FieldSelection::parse(std::string_view list) {
  auto selection = std::make_shared<FieldSelection>();
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (comma > 0) selection->add(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  if (selection->members_.empty()) return nullptr;
  return selection;
}

void FieldSelection::add(std::string_view path) {
  if (path.empty()) {
    everything_ = true;
    return;
  }
  const auto dot = std::min(path.find('.'), path.size());
  const std::string name(path.substr(0, dot));
  path.remove_prefix(std::min(dot + 1, path.size()));
  members_[name].add(path);
}

const FieldSelection* FieldSelection::member(std::string_view name) const {
  if (everything_) return this;
  auto found = members_.find(name);
  if (found == members_.end()) found = members_.find(std::string_view("*"));
  return found == members_.end() ? nullptr : &found->second;
}

}  // namespace afterglow::history
