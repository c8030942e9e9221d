#include "historyserver/store/database_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "historyserver/store/database.h"

namespace afterglow::history {
namespace {

// No ".db": what is left of a copy must not be taken for a database.
constexpr const char* kPrefix = "copy-";

std::unexpected<Error> cannot(const std::string& what) {
  return fail(ErrorKind::io, "cannot " + what + ": " + std::strerror(errno));
}

Result<void> copy(const std::string& from, const std::string& to) {
  auto database = Database::open(from, Database::Mode::read_only);
  if (!database) return std::unexpected(database.error());
  auto statement = database->prepare("VACUUM INTO ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, to);
  return statement->run();
}

}  // namespace

Result<DatabaseCopy> DatabaseCopy::make(const std::string& path, const std::string& folder) {
  std::string name = folder + "/" + kPrefix + "XXXXXX";
  const int made = mkostemp(name.data(), O_CLOEXEC);
  if (made < 0) return cannot("make a file in " + folder);
  close(made);
  const auto copied = copy(path, name);
  const int file = copied ? open(name.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  struct stat status {};
  const bool readable = file >= 0 && fstat(file, &status) == 0;
  unlink(name.c_str());
  if (!copied) return std::unexpected(copied.error());
  if (!readable) return cannot("read the copy of " + path);
  return DatabaseCopy(file, static_cast<std::uint64_t>(status.st_size));
}

void DatabaseCopy::remove_leftovers(const std::string& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kPrefix) || name.find('.') != std::string::npos) continue;
    std::filesystem::remove(entry.path(), ignored);
  }
}

DatabaseCopy::DatabaseCopy(DatabaseCopy&& other) noexcept
    : file_(std::exchange(other.file_, -1)), size_(other.size_) {}

DatabaseCopy::~DatabaseCopy() {
  if (file_ >= 0) close(file_);
}

Result<void> DatabaseCopy::read(std::uint64_t offset, std::size_t length, std::string& part) const {
  part.resize(length);
  const ssize_t got = pread(file_, part.data(), length, static_cast<off_t>(offset));
  if (got < 0) return cannot("read a copy of a database");
  part.resize(static_cast<std::size_t>(got));
  return {};
}

}  // namespace afterglow::history
