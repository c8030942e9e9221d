#include "historyserver/store/database_pool.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

namespace afterglow::history {
namespace {

// After how many that came back the files of all are looked at, which are as many calls.
constexpr std::uint64_t kSweepEvery = 16;

// Which file stands at a path, and whether it is as it was.
struct FileState {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t modified = 0;  // nanoseconds
  bool operator==(const FileState&) const = default;
};

std::optional<FileState> state_of(const std::string& path) {
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return FileState{found.st_dev, found.st_ino, found.st_size,
                   found.st_mtim.tv_sec * kNanoseconds + found.st_mtim.tv_nsec};
}

struct Waiting {
  std::string path;
  FileState file;  // before it was opened
  std::unique_ptr<ApplicationDatabase> database;

  bool is_current() const { return state_of(path) == file; }
};

}  // namespace

struct DatabasePool::State {
  explicit State(std::size_t most) : limit(most) {}

  // Null when none waits that has this file open.
  std::unique_ptr<ApplicationDatabase> take(const std::string& path, const FileState& file) {
    const std::lock_guard lock(mutex);
    const auto found = std::ranges::find_if(
        waiting, [&](const Waiting& one) { return one.path == path && one.file == file; });
    if (found == waiting.end()) return nullptr;
    auto database = std::move(found->database);
    waiting.erase(found);
    return database;
  }

  void give_back(Waiting&& one) {
    if (!one.database->rest()) return;
    std::list<Waiting> closed;  // without the lock
    const std::lock_guard lock(mutex);
    waiting.push_front(std::move(one));
    if (++given_back % kSweepEvery == 0) {
      for (auto next = waiting.begin(); next != waiting.end();) {
        const auto current = next++;
        if (!current->is_current()) closed.splice(closed.end(), waiting, current);
      }
    }
    while (waiting.size() > limit) closed.splice(closed.end(), waiting, --waiting.end());
  }

  const std::size_t limit;
  mutable std::mutex mutex;    // guards all below
  std::list<Waiting> waiting;  // the one that was used last first
  std::uint64_t given_back = 0;
};

DatabasePool::DatabasePool(std::size_t limit) : state_(std::make_shared<State>(limit)) {}

Result<std::shared_ptr<ApplicationDatabase>> DatabasePool::open(const std::string& path) {
  const auto file = state_of(path);
  auto database = file ? state_->take(path, *file) : nullptr;
  if (!database) {
    auto opened = ApplicationDatabase::open_read_only(path);
    if (!opened) return std::unexpected(opened.error());
    database = *std::move(opened);
  }
  const auto give_back = [pool = std::weak_ptr(state_), path,
                          file = file.value_or(FileState{})](ApplicationDatabase* used) {
    Waiting one{path, file, std::unique_ptr<ApplicationDatabase>(used)};
    if (const auto state = pool.lock()) state->give_back(std::move(one));
  };
  return std::shared_ptr<ApplicationDatabase>(database.release(), give_back);
}

std::size_t DatabasePool::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waiting.size();
}

}  // namespace afterglow::history
