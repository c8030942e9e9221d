#include "submit/staging/shared_folder.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "submit/resolve/local_file.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;
using fs::perms;

constexpr perms unlisted = perms::owner_all | perms::group_exec | perms::others_exec;
constexpr perms readable =
    perms::owner_read | perms::owner_write | perms::group_read | perms::others_read;

// `code`: an errno.
std::unexpected<Error> cannot(const std::string& what, const fs::path& path, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return fail(ErrorKind::io,
              "staging: cannot " + what + " " + path.string() + ": " + std::strerror(code) +
                  (full ? "; make room there, or set afterglow.submit.staging.dir to another "
                          "shared folder"
                        : ""));
}

// A new file of this user's, until it is closed.
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (file_ >= 0) ::close(file_);
  }

  int number() const { return file_; }
  // 0, or an errno: that the disk of another machine is full may be told only here.
  int close() { return ::close(std::exchange(file_, -1)) == 0 ? 0 : errno; }

 private:
  int file_;
};

// These two: 0, or an errno.
int write_file(const fs::path& path, const std::string& text) {
  NewFile file(path);
  if (file.number() < 0) return errno;
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t count = write(file.number(), text.data() + written, text.size() - written);
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  return file.close();
}

int copy_file(const std::string& from, const fs::path& to, const Interrupted& interrupted) {
  constexpr std::size_t at_once = 16'000'000;
  const int source = open(from.c_str(), O_RDONLY | O_CLOEXEC);
  NewFile file(to);
  int code = source < 0 || file.number() < 0 ? errno : 0;
  while (code == 0) {
    const ssize_t count = sendfile(file.number(), source, nullptr, at_once);
    if (count == 0) break;
    if (count < 0 && errno != EINTR) code = errno;
    if (interrupted()) code = EINTR;
  }
  if (source >= 0) close(source);
  return code == 0 ? file.close() : code;
}

// A path as a URI: what java.net.URI does not take is encoded.
std::string file_uri(const fs::path& path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/+@:=";
  constexpr char digits[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : path.native()) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.contains(c)) {
      uri += c;
    } else {
      uri.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return uri;
}

}  // namespace

Result<SharedFolder> SharedFolder::open(const std::string& folder, const std::string& user,
                                        Interrupted interrupted) {
  const auto path = local_path(folder);
  if (!path) {
    return fail(ErrorKind::unsupported,
                "afterglow.submit.staging.dir: " + folder +
                    " is not a folder of this machine; only a shared folder with the same path on "
                    "all machines is supported so far");
  }
  std::error_code error;
  if (!fs::is_directory(*path, error)) {
    return fail(ErrorKind::not_found, "afterglow.submit.staging.dir: there is no folder " + *path);
  }
  const fs::path own = fs::absolute(*path) / (user.empty() ? "unknown" : user);
  if (fs::create_directory(own, error)) fs::permissions(own, unlisted, error);
  if (error) return cannot("make", own, error.value());
  std::string name = (own / "XXXXXX").string();
  // 62^6 names are few: six more letters, of another folder inside, make them many.
  if (mkdtemp(name.data()) == nullptr) return cannot("make a folder in", own, errno);
  SharedFolder made(fs::path(name), std::move(interrupted));
  fs::permissions(made.folder_, unlisted, error);
  if (error) return cannot("open", made.folder_, error.value());
  return made;
}

SharedFolder::SharedFolder(SharedFolder&& other) noexcept
    : folder_(std::move(other.folder_)),
      interrupted_(std::move(other.interrupted_)),
      count_(other.count_) {
  other.folder_.clear();
}

SharedFolder::~SharedFolder() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string SharedFolder::keep() {
  std::string name = folder_.string();
  folder_.clear();
  return name;
}

Result<fs::path> SharedFolder::place_for(const std::string& name) {
  std::string folder = (folder_ / (std::to_string(count_++) + "-XXXXXX")).string();
  if (mkdtemp(folder.data()) == nullptr) {
    return cannot("make a folder in", folder_, errno);
  }
  std::error_code error;
  fs::permissions(folder, unlisted, error);
  if (error) return cannot("open", folder, error.value());
  return fs::path(folder) / name;
}

Result<std::string> SharedFolder::publish(const std::string& path, const std::string& name) {
  const auto place = place_for(name);
  if (!place) return std::unexpected(place.error());
  const std::string copy = "copy " + path + " to";
  if (const int code = copy_file(path, *place, interrupted_)) return cannot(copy, *place, code);
  std::error_code error;
  fs::permissions(*place, readable, error);
  if (error) return cannot("open", *place, error.value());
  return file_uri(*place);
}

Result<std::string> SharedFolder::publish_text(const std::string& text, const std::string& name) {
  const auto place = place_for(name);
  if (!place) return std::unexpected(place.error());
  if (const int code = write_file(*place, text)) return cannot("write", *place, code);
  std::error_code error;
  fs::permissions(*place, readable, error);
  if (error) return cannot("open", *place, error.value());
  return file_uri(*place);
}

}  // namespace afterglow::submit
