#include "submit/staging/shared_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "submit/resolve/local_file.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;
using fs::perms;

constexpr perms unlisted = perms::owner_all | perms::group_exec | perms::others_exec;
constexpr perms readable =
    perms::owner_read | perms::owner_write | perms::group_read | perms::others_read;

std::unexpected<Error> cannot(const std::string& what, const fs::path& path,
                              const std::string& reason) {
  return fail(ErrorKind::io, "staging: cannot " + what + " " + path.string() + ": " + reason);
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

Result<SharedFolder> SharedFolder::open(const std::string& folder, const std::string& user) {
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
  if (error) return cannot("make", own, error.message());
  std::string name = (own / "XXXXXX").string();
  // 62^6 names are few: six more letters, of another folder inside, make them many.
  if (mkdtemp(name.data()) == nullptr) return cannot("make a folder in", own, std::strerror(errno));
  SharedFolder made{fs::path(name)};
  fs::permissions(made.folder_, unlisted, error);
  if (error) return cannot("open", made.folder_, error.message());
  return made;
}

SharedFolder::SharedFolder(SharedFolder&& other) noexcept
    : folder_(std::move(other.folder_)), count_(other.count_) {
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
    return cannot("make a folder in", folder_, std::strerror(errno));
  }
  std::error_code error;
  fs::permissions(folder, unlisted, error);
  if (error) return cannot("open", folder, error.message());
  return fs::path(folder) / name;
}

Result<std::string> SharedFolder::publish(const std::string& path, const std::string& name) {
  const auto place = place_for(name);
  if (!place) return std::unexpected(place.error());
  std::error_code error;
  fs::copy_file(path, *place, error);
  if (!error) fs::permissions(*place, readable, error);
  if (error) return cannot("copy " + path + " to", *place, error.message());
  return file_uri(*place);
}

Result<std::string> SharedFolder::publish_text(const std::string& text, const std::string& name) {
  const auto place = place_for(name);
  if (!place) return std::unexpected(place.error());
  std::ofstream file(*place, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file) fs::permissions(*place, readable, error);
  if (!file || error) return cannot("write", *place, std::strerror(errno));
  return file_uri(*place);
}

}  // namespace afterglow::submit
