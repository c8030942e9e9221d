#include "historyserver/eventlog/stored_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace afterglow::history {
namespace {

std::unexpected<Error> io_error(const std::string& path) {
  return fail(errno == ENOENT ? ErrorKind::not_found : ErrorKind::io,
              "cannot read " + path + ": " + std::strerror(errno));
}

}  // namespace

StoredFile::StoredFile(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)) {}

StoredFile::StoredFile(StoredFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

StoredFile& StoredFile::operator=(StoredFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

StoredFile::~StoredFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<StoredFile> StoredFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return io_error(path);
  return StoredFile(descriptor, path);
}

Result<std::size_t> StoredFile::read_at(std::uint64_t offset, std::size_t size,
                                        char* output) const {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        pread(descriptor_, output + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(path_);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Result<std::size_t> StoredFile::read_at(std::uint64_t offset, std::size_t size,
                                        std::string& output) const {
  Result<std::size_t> got = 0;
  const std::size_t before = output.size();
  output.resize_and_overwrite(before + size, [&](char* data, std::size_t) {
    got = read_at(offset, size, data + before);
    return before + got.value_or(0);
  });
  return got;
}

}  // namespace afterglow::history
