#include "historyserver/eventlog/log_listing.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>

#include "historyserver/eventlog/log_name.h"

namespace afterglow::history {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

// By errno.
std::unexpected<Error> cannot_read(const std::string& folder) {
  return fail(errno == ENOENT ? ErrorKind::not_found : ErrorKind::io,
              "cannot read log directory " + folder + ": " + std::strerror(errno));
}

Result<void> each_name_in(const std::string& folder,
                          const std::function<void(const std::string&)>& visit) {
  const std::unique_ptr<DIR, CloseDirectory> directory(opendir(folder.c_str()));
  if (!directory) return cannot_read(folder);
  while (const dirent* entry = readdir(directory.get())) {
    if (entry->d_name[0] != '.') visit(entry->d_name);
  }
  return {};
}

std::int64_t modified_ms(const struct stat& status) {
  return static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000 +
         status.st_mtim.tv_nsec / 1'000'000;
}

LogFile make_file(std::string path, std::string codec, const struct stat& status) {
  return {.path = std::move(path),
          .codec = std::move(codec),
          .size = static_cast<std::uint64_t>(status.st_size),
          .inode = static_cast<std::uint64_t>(status.st_ino)};
}

std::optional<LogListing> single_log(const std::string& path, std::string_view name,
                                     const struct stat& status) {
  if (status.st_size == 0) return {};
  SingleLogName parsed = parse_single_log_name(name);
  LogListing log;
  log.id = without_in_progress_suffix(path);
  log.in_progress = parsed.in_progress;
  log.modified = modified_ms(status);
  log.files.push_back(make_file(path, std::move(parsed.codec), status));
  return log;
}

struct IndexedFile {
  RollingFileName name;
  LogFile file;
};

// Sorts by index, a compacted file after the plain one that it replaces, and drops what the last
// compacted file covers.
void order_and_compact(std::vector<IndexedFile>& files) {
  std::ranges::sort(files, {}, [](const IndexedFile& file) {
    return std::pair(file.name.index, file.name.compacted);
  });
  const auto last_compacted = std::find_if(files.rbegin(), files.rend(),
                                           [](const auto& file) { return file.name.compacted; });
  if (last_compacted != files.rend()) files.erase(files.begin(), last_compacted.base() - 1);
}

std::optional<LogListing> rolling_log(const std::string& folder) {
  LogListing log;
  log.id = folder;
  std::vector<IndexedFile> indexed;
  bool has_status = false;
  const auto listed = each_name_in(folder, [&](const std::string& name) {
    if (is_app_status_name(name)) {
      has_status = true;
      log.in_progress = has_in_progress_suffix(name);
      return;
    }
    auto parsed = parse_rolling_file_name(name);
    struct stat status {};
    const std::string path = folder + "/" + name;
    if (!parsed || stat(path.c_str(), &status) != 0) return;
    log.modified = std::max(log.modified, modified_ms(status));
    std::string codec = parsed->codec;
    indexed.push_back({*std::move(parsed), make_file(path, std::move(codec), status)});
  });
  if (!listed) return {};
  if (!has_status || indexed.empty()) return {};
  order_and_compact(indexed);
  long expected = indexed.front().name.compacted ? indexed.front().name.index : 1;
  for (IndexedFile& entry : indexed) {
    if (entry.name.index != expected && log.problem.empty()) {
      log.problem = "file " + std::to_string(expected) + " of the rolling log is missing";
    }
    expected = entry.name.index + 1;
    entry.file.index = entry.name.index;
    entry.file.compacted = entry.name.compacted;
    log.files.push_back(std::move(entry.file));
  }
  return log;
}

}  // namespace

std::optional<LogListing> list_log(const std::string& directory, const std::string& name) {
  const std::string path = directory + "/" + name;
  struct stat status {};
  if (name.starts_with('.') || stat(path.c_str(), &status) != 0) return {};
  std::optional<LogListing> log;
  if (S_ISDIR(status.st_mode)) {
    if (is_rolling_folder_name(name)) log = rolling_log(path);
  } else if (S_ISREG(status.st_mode)) {
    log = single_log(path, name, status);
  }
  if (log) log->directory = directory;
  return log;
}

std::optional<LogListing> list_log_by_id(const std::string& directory, const std::string& id) {
  const std::string name = id.substr(id.rfind('/') + 1);
  auto log = list_log(directory, name);
  return log ? log : list_log(directory, name + std::string(kInProgressSuffix));
}

Result<void> list_logs(const std::string& directory,
                       const std::function<void(LogListing&&)>& found) {
  return each_name_in(directory, [&](const std::string& name) {
    if (auto log = list_log(directory, name)) found(*std::move(log));
  });
}

Result<std::vector<LogListing>> list_logs(const std::string& directory) {
  std::vector<LogListing> logs;
  const auto done = list_logs(directory, [&](LogListing&& log) { logs.push_back(std::move(log)); });
  if (!done) return std::unexpected(done.error());
  return logs;
}

Result<void> check_log_directory(const std::string& directory) {
  const std::unique_ptr<DIR, CloseDirectory> opened(opendir(directory.c_str()));
  if (!opened) return cannot_read(directory);
  return {};
}

}  // namespace afterglow::history
