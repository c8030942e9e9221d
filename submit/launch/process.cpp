#include "submit/launch/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

bool is_program(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

std::string read_all(int descriptor) {
  std::string text;
  char buffer[4096];
  ssize_t count = 0;
  while ((count = read(descriptor, buffer, sizeof buffer)) > 0 || (count < 0 && errno == EINTR)) {
    if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
  }
  return text;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(descriptor, text.data(), text.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

int nameless_file() {
  const int descriptor = memfd_create("afterglow-submit", 0);
  if (descriptor >= 0) return descriptor;
  // Old kernels and some sandboxes have no memfd.
  std::error_code ignored;
  std::string name = fs::temp_directory_path(ignored).string() + "/afterglow-submit-XXXXXX";
  const int on_disk = mkstemp(name.data());
  if (on_disk >= 0) unlink(name.c_str());
  return on_disk;
}

}  // namespace

std::optional<fs::path> find_on_path(std::string_view name, const Environment& environment) {
  if (name.contains('/')) return is_program(name) ? std::optional<fs::path>(name) : std::nullopt;
  std::string_view folders = environment.get("PATH");
  while (!folders.empty()) {
    const std::size_t colon = std::min(folders.find(':'), folders.size());
    const fs::path candidate = fs::path(folders.substr(0, colon)) / name;
    if (is_program(candidate)) return candidate;
    folders.remove_prefix(std::min(colon + 1, folders.size()));
  }
  return std::nullopt;
}

Error replace_process(const fs::path& program, const std::vector<std::string>& arguments,
                      const Environment& environment) {
  std::vector<std::string> argv = {program.string()};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment.entries();
  execve(program.c_str(), pointers(argv).data(), pointers(variables).data());
  const int reason = errno;
  const char* const hint =
      reason == E2BIG ? " (the arguments or the environment are too long for this system)" : "";
  return {ErrorKind::io, "cannot run " + program.string() + ": " + std::strerror(reason) + hint};
}

std::optional<std::string> output_of(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<std::string> words = command;
  pid_t child = 0;
  const int problem = posix_spawnp(&child, words.front().c_str(), &actions, nullptr,
                                   pointers(words).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text = problem == 0 ? read_all(ends[0]) : std::string();
  close(ends[0]);
  if (problem != 0) return std::nullopt;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return text;
}

Result<std::string> private_file(std::string_view text, Reader reader) {
  const int descriptor = nameless_file();
  // Inherited on purpose: the program that this process becomes reads it.
  if (descriptor < 0 || fchmod(descriptor, S_IRUSR | S_IWUSR) != 0 ||
      !write_all(descriptor, text)) {
    return fail(ErrorKind::io,
                std::string("cannot make a private file for secrets: ") + std::strerror(errno));
  }
  const std::string process = reader == Reader::this_program ? "self" : std::to_string(getpid());
  return "/proc/" + process + "/fd/" + std::to_string(descriptor);
}

}  // namespace afterglow::submit
