#include "historyserver/api/spark_ui.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace afterglow::history {
namespace {

constexpr std::string_view kFileName = "FILE_NAME";
constexpr std::string_view kLogFiles = "LOG_FILES";
constexpr std::string_view kNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

const std::string* find(const StringMap& attributes, std::string_view name) {
  const auto found = attributes.find(std::string(name));
  return found == attributes.end() ? nullptr : &found->second;
}

struct Url {
  std::string text;
  bool has_file = false;
  bool is_whole = true;  // every attribute that the pattern names is there
};

Url fill_in(std::string_view pattern, const StringMap& attributes, const std::string* file) {
  Url url;
  while (!pattern.empty()) {
    const auto open = pattern.find("{{");
    url.text += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    pattern.remove_prefix(open);
    const auto end = std::min(pattern.find_first_not_of(kNameCharacters, 2), pattern.size());
    const std::string_view name = pattern.substr(2, end - 2);
    if (name.empty() || pattern.substr(end, 2) != "}}") {
      url.text += pattern.front();
      pattern.remove_prefix(1);
      continue;
    }
    pattern.remove_prefix(end + 2);
    url.has_file |= name == kFileName;
    const std::string* const value =
        name == kFileName ? file : (name == kLogFiles ? nullptr : find(attributes, name));
    if (value) url.text += *value;
    url.is_whole &= value != nullptr;
  }
  return url;
}

}  // namespace

StringMap log_urls(std::string_view pattern, const StringMap& attributes, StringMap logged) {
  static const std::string no_file;
  const Url url = fill_in(pattern, attributes, &no_file);
  if (!url.is_whole) return logged;
  if (!url.has_file) return {{"log", url.text}};
  const std::string* const files = find(attributes, kLogFiles);
  if (!files) return logged;
  StringMap urls;
  std::istringstream names(*files);
  for (std::string name; std::getline(names, name, ',');) {
    urls.emplace(name, fill_in(pattern, attributes, &name).text);
  }
  return urls;
}

}  // namespace afterglow::history
