#include "submit/resolve/validate.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

#include "common/base/quantities.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t smallest_heap = 2 * 1024 * 1024;  // what a JVM needs to start at all

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

// The scheme of a URI, as java.net.URI sees it; none for a plain path.
std::optional<std::string_view> scheme_of(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view scheme = uri.substr(0, colon);
  const bool is_scheme = scheme.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") ==
                         std::string_view::npos;
  return is_scheme ? std::optional(scheme) : std::nullopt;
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

// The local file that Spark will read for `uri`; none when it is elsewhere, or "local:", which is
// a promise about other machines.
std::optional<std::string> local_path(std::string_view uri) {
  const auto scheme = scheme_of(uri);
  if (scheme && *scheme != "file") return std::nullopt;
  if (!scheme && exists(std::string(uri))) return std::string(uri);
  const std::string_view before_fragment = uri.substr(0, uri.find('#'));
  if (!scheme) return std::string(before_fragment);
  std::string_view path = before_fragment.substr(5);
  if (path.starts_with("///")) path.remove_prefix(2);
  if (path.starts_with("//localhost/")) path.remove_prefix(11);
  return percent_decoded(path);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

void check_list(const GivenOption& given, Problems& problems) {
  std::string_view rest = given.value;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view item = trimmed(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const auto path = item.empty() ? std::nullopt : local_path(item);
    // A pattern is for Spark to expand.
    if (!path || path->find_first_of("*?[{") != std::string::npos || exists(*path)) continue;
    problems.push_back(std::string(given.option->name) + ": there is no file " + *path);
  }
}

void check_resource(const CommandLine& line, Problems& problems) {
  if (!line.resource || line.resource->empty()) {
    problems.push_back(
        "no application: name a jar, a Python file or an R file behind the options "
        "(--help shows them)");
    return;
  }
  const std::string& resource = *line.resource;
  if (resource == "spark-internal") return;
  const auto path = local_path(resource);
  std::error_code ignored;
  if (path && !exists(*path)) {
    const bool long_dash = resource.starts_with("\u2013") || resource.starts_with("\u2014");
    problems.push_back("there is no application file " + *path +
                       (long_dash ? "; if an option was meant, it begins with a long dash instead "
                                    "of \"--\""
                                  : ""));
  } else if (path && fs::is_directory(*path, ignored)) {
    problems.push_back("the application " + *path +
                       " is a folder; name a jar, a Python file or "
                       "an R file");
  }
}

void check_heap(const SparkConf& effective, std::string_view key, std::string_view whose,
                Problems& problems) {
  const SparkConf::Entry* const entry = effective.find(key);
  if (entry == nullptr) return;
  const auto bytes = parse_bytes(entry->value, 1);
  const std::string start = std::string(whose) + " memory (" + entry->origin + "): ";
  if (!bytes) {
    problems.push_back(start + bytes.error().message);
  } else if (*bytes <= 0) {
    problems.push_back(start + "\"" + entry->value + "\" must be positive");
  } else if (key == "spark.driver.memory" && *bytes < smallest_heap) {
    problems.push_back(start + "\"" + entry->value + "\" is " + std::to_string(*bytes) +
                       " bytes, too little for a JVM; add a unit, such as 512m or 4g");
  }
}

void check_count(const SparkConf& effective, std::string_view key, std::string_view what,
                 Problems& problems) {
  const SparkConf::Entry* const entry = effective.find(key);
  if (entry == nullptr) return;
  int count = 0;
  const char* const end = entry->value.data() + entry->value.size();
  const auto [rest, problem] = std::from_chars(entry->value.data(), end, count);
  if (problem == std::errc() && rest == end && count > 0) return;
  problems.push_back(std::string(what) + " (" + entry->origin + "): \"" + entry->value +
                     "\" is not a positive whole number");
}

}  // namespace

void check_files(const CommandLine& line, Problems& problems) {
  if (line.understood == Understood::fully) check_resource(line, problems);
  for (const GivenOption& given : line.given) {
    const std::string_view name = given.option->name;
    if (name == "--jars" || name == "--files" || name == "--py-files" || name == "--archives") {
      check_list(given, problems);
    }
  }
}

void check_values(const SparkConf& effective, Problems& problems) {
  check_heap(effective, "spark.driver.memory", "driver", problems);
  check_heap(effective, "spark.executor.memory", "executor", problems);
  check_count(effective, "spark.driver.cores", "driver cores", problems);
  check_count(effective, "spark.executor.cores", "executor cores", problems);
  check_count(effective, "spark.cores.max", "total executor cores", problems);
  const std::string* const dynamic = effective.get("spark.dynamicAllocation.enabled");
  if (dynamic == nullptr || *dynamic != "true") {
    check_count(effective, "spark.executor.instances", "number of executors", problems);
  }
}

}  // namespace afterglow::submit
