#include "submit/launch/archive/class_archive.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <set>
#include <string_view>

#include "common/base/hash.h"
#include "submit/launch/java.h"
#include "submit/launch/module_options.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr int oldest_java = 13;

// Options that an archive made without them does not go with, or that are somebody's own choice.
constexpr std::string_view foreign_options[] = {
    "-XX:SharedArchiveFile",
    "-XX:ArchiveClassesAtExit",
    "-XX:+AutoCreateSharedArchive",
    "-Xshare",
    "-agent",
    "-javaagent",
    "-Xbootclasspath",
    "--patch-module",
    "--module-path",
    "--upgrade-module-path",
    "-Djava.system.class.loader",
    "-cp",
    "-classpath",
    "--class-path",
};

bool is_switched_off(const SubmissionPlan& plan) {
  const std::string* const value = plan.effective_conf.get("afterglow.submit.classArchive.enabled");
  return value != nullptr && *value == "false";
}

bool has_foreign_option(const SubmissionPlan& plan) {
  for (const auto* const options :
       {&plan.conf_dir_options, &plan.submit_options, &plan.driver_options}) {
    for (const std::string& option : *options) {
      const bool foreign = std::ranges::any_of(
          foreign_options, [&](std::string_view start) { return option.starts_with(start); });
      if (foreign) return true;
    }
  }
  return false;
}

bool can_use_one(const SubmissionPlan& plan, const Surroundings& surroundings) {
  return !is_switched_off(plan) && plan.api_mode == ApiMode::classic &&
         plan.driver_class_path.empty() && !has_foreign_option(plan) &&
         java_version(surroundings.java).value_or(0) >= oldest_java;
}

std::optional<fs::path> cache_folder(const Environment& environment) {
  fs::path cache = environment.get("XDG_CACHE_HOME");
  if (!cache.is_absolute()) {
    const fs::path home = environment.get("HOME");
    if (!home.is_absolute()) return std::nullopt;
    cache = home / ".cache";
  }
  return cache / "afterglow" / "class-archives";
}

// Of this user, and nobody else may write: what is in an archive is run.
bool is_private(const fs::path& path) {
  struct stat state = {};
  return lstat(path.c_str(), &state) == 0 && state.st_uid == geteuid() &&
         (state.st_mode & (S_IWGRP | S_IWOTH)) == 0 && !S_ISLNK(state.st_mode);
}

void describe_file(const fs::path& path, std::string& identity) {
  const std::string stamp = stamp_of(path);
  if (!stamp.empty()) identity += path.string() + " " + stamp + "\n";
}

// Everything that makes an archive useless when it changes.
std::string identity(const Surroundings& surroundings) {
  std::string text;
  std::error_code error;
  const fs::path java = fs::canonical(surroundings.java, error);
  const fs::path library = java.parent_path().parent_path() / "lib";
  for (const char* const part : {"modules", "server/libjvm.so", "server/classes.jsa"}) {
    describe_file(library / part, text);
  }
  describe_file(java, text);
  describe_file(surroundings.spark.jars, text);
  std::vector<fs::path> jars;
  for (fs::directory_iterator entry(surroundings.spark.jars, error), end; !error && entry != end;
       entry.increment(error)) {
    jars.push_back(entry->path());
  }
  std::ranges::sort(jars);
  for (const fs::path& jar : jars) describe_file(jar, text);
  text += archived_class_path(surroundings.spark);
  for (const std::string& option : module_options(surroundings.spark.version)) text += " " + option;
  return text;
}

std::string hexadecimal(std::uint64_t number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
  return std::string(digits, end);
}

// Whether a file of the conf folder would be hidden by one in a jar, were the folder behind them.
bool is_hidden_by(const std::set<std::string>& resources, const fs::path& conf_dir) {
  std::error_code error;
  for (fs::directory_iterator entry(conf_dir, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    const bool folder = entry->is_directory(ignored);
    if (folder || resources.contains(entry->path().filename().string())) return true;
  }
  return false;
}

bool is_usable(const fs::path& folder, const fs::path& conf_dir) {
  const fs::path file = folder / "classes.jsa";
  if (!is_private(folder.parent_path()) || !is_private(folder) || !is_private(file)) return false;
  std::ifstream list(folder / "resources");
  std::string line;
  std::getline(list, line);
  if (line.empty() || line != stamp_of(file)) return false;
  std::set<std::string> resources;
  while (std::getline(list, line)) resources.insert(line);
  return !is_hidden_by(resources, conf_dir);
}

bool failed_lately(const fs::path& folder) {
  std::error_code error;
  const auto when = fs::last_write_time(folder.string() + ".failed", error);
  return !error && fs::file_time_type::clock::now() - when < std::chrono::hours(24);
}

}  // namespace

std::string stamp_of(const fs::path& file) {
  struct stat state = {};
  if (stat(file.c_str(), &state) != 0) return "";
  return std::to_string(state.st_size) + " " + std::to_string(state.st_mtim.tv_sec) + "." +
         std::to_string(state.st_mtim.tv_nsec);
}

std::string archived_class_path(const SparkInstallation& spark) {
  std::string path;
  for (const fs::path& jar : spark.slf4j_jars) path += jar.string() + ":";
  return path + (spark.jars / "*").string();
}

std::optional<ClassArchive> find_class_archive(const SubmissionPlan& plan,
                                               const Surroundings& surroundings) {
  if (!can_use_one(plan, surroundings)) return std::nullopt;
  const auto cache = cache_folder(surroundings.environment);
  if (!cache) return std::nullopt;
  ClassArchive archive;
  archive.folder = *cache / hexadecimal(fnv1a(identity(surroundings)));
  if (is_usable(archive.folder, surroundings.conf_dir))
    archive.file = archive.folder / "classes.jsa";
  std::error_code ignored;
  archive.may_be_built =
      !fs::exists(archive.folder / "resources", ignored) && !failed_lately(archive.folder);
  return archive;
}

}  // namespace afterglow::submit
