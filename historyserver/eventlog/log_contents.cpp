#include "historyserver/eventlog/log_contents.h"

#include <sys/stat.h>

#include <filesystem>
#include <optional>

namespace afterglow::history {
namespace {

std::optional<StoredEntry> entry_at(const std::string& path, const std::string& name) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  StoredEntry entry{path, name, 0, status.st_mtim.tv_sec};
  if (S_ISDIR(status.st_mode)) {
    entry.name += '/';
  } else if (S_ISREG(status.st_mode)) {
    entry.size = static_cast<std::uint64_t>(status.st_size);
  } else {
    return {};
  }
  return entry;
}

// Hadoop's checksums of local files, which it shows to nobody.
bool is_checksum(const std::string& name) {
  return name.starts_with('.') && name.ends_with(".crc");
}

}  // namespace

Result<std::vector<StoredEntry>> log_contents(const std::string& id) {
  const std::string name = id.substr(id.rfind('/') + 1);
  for (const char* suffix : {"", ".inprogress"}) {
    auto first = entry_at(id + suffix, name + suffix);
    if (!first) continue;
    std::vector<StoredEntry> entries{*first};
    if (!first->is_folder()) return entries;
    std::error_code error;
    for (const auto& file : std::filesystem::directory_iterator(id, error)) {
      const std::string inner = file.path().filename();
      if (is_checksum(inner)) continue;
      auto entry = entry_at(file.path(), first->name + inner);
      if (entry && !entry->is_folder()) entries.push_back(*std::move(entry));
    }
    if (error) return fail(ErrorKind::io, "cannot read " + id + ": " + error.message());
    return entries;
  }
  return fail(ErrorKind::not_found, "the log " + id + " is gone");
}

}  // namespace afterglow::history
