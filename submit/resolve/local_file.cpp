#include "submit/resolve/local_file.h"

#include <glob.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "common/base/ascii.h"

namespace afterglow::submit {
namespace {

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ptr == &text[i + 1] + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<std::string_view> scheme_of(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view scheme = uri.substr(0, colon);
  const bool is_scheme = scheme.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") ==
                         std::string_view::npos;
  return is_scheme ? std::optional(scheme) : std::nullopt;
}

bool file_exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

std::optional<std::string> local_path(std::string_view uri) {
  const auto scheme = scheme_of(uri);
  if (scheme && *scheme != "file") return std::nullopt;
  if (!scheme && file_exists(std::string(uri))) return std::string(uri);
  const std::string_view before_fragment = uri.substr(0, uri.find('#'));
  if (!scheme) return std::string(before_fragment);
  std::string_view path = before_fragment.substr(5);
  if (path.starts_with("///")) path.remove_prefix(2);
  if (path.starts_with("//localhost/")) path.remove_prefix(11);
  return percent_decoded(path);
}

bool is_pattern(std::string_view path) {
  return path.find_first_of("*?[{") != std::string_view::npos;
}

std::vector<std::string> expand(const std::string& path) {
  if (!is_pattern(path)) return {path};
  glob_t found = {};
  std::vector<std::string> files;
  if (glob(path.c_str(), GLOB_BRACE, nullptr, &found) == 0) {
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return files;
}

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> items;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view item = trimmed(list.substr(0, comma));
    if (!item.empty()) items.emplace_back(item);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return items;
}

}  // namespace afterglow::submit
