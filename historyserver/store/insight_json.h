#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "historyserver/model/insights.h"

// Parts of insights as JSON, in the database and in the dashboard's API (docs/dashboard-api.md says
// which members there are). The readers take only what the writers make; anything else reads as
// empty.
namespace afterglow::history {

std::string to_json_text(const std::vector<FindingNumber>& numbers);
std::string to_json_text(const std::vector<FindingLink>& links);
std::string to_json_text(const std::vector<FindingAdvice>& advice);
std::string to_json_text(const std::vector<PathStep>& path);
std::string to_json_text(const Scaling& scaling);

void from_json_text(std::string_view text, std::vector<FindingNumber>& numbers);
void from_json_text(std::string_view text, std::vector<FindingLink>& links);
void from_json_text(std::string_view text, std::vector<FindingAdvice>& advice);
void from_json_text(std::string_view text, std::vector<PathStep>& path);
void from_json_text(std::string_view text, Scaling& scaling);

// A word of one of the lists of names that enums have beside them; the first one for any other
// word.
template <typename Enum, std::size_t Count>
Enum named(const std::array<std::string_view, Count>& names, std::string_view word) {
  for (std::size_t i = 0; i < Count; ++i) {
    if (names[i] == word) return static_cast<Enum>(i);
  }
  return {};
}
template <typename Enum, std::size_t Count>
constexpr std::string_view name_of(const std::array<std::string_view, Count>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace afterglow::history
