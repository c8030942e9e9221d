#include "submit/staging/gateway_server.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

namespace afterglow::submit {
namespace {

constexpr std::chrono::milliseconds look_up{200};
constexpr std::chrono::seconds between_questions{3};

void leave_terminal() {
  setsid();
  const int nothing = open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, stream);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

std::string read_to_end(int descriptor) {
  std::string text;
  char buffer[256];
  ssize_t count = 0;
  while ((count = read(descriptor, buffer, sizeof buffer)) > 0 || (count < 0 && errno == EINTR)) {
    if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
  }
  return text;
}

[[noreturn]] void serve(FileServer& server, int pipe,
                        const std::function<bool(const std::string&)>& has_ended) {
  leave_terminal();
  std::atomic<bool> over = false;
  std::thread asking([&] {
    const std::string id = read_to_end(pipe);
    while (!id.empty() && !has_ended(id)) std::this_thread::sleep_for(between_questions);
    over = true;
  });
  server.run(look_up, [&over] { return over.load(); });
  asking.join();
  _exit(0);
}

}  // namespace

Result<GatewayServer> GatewayServer::open(const std::string& address, std::uint16_t port) {
  auto server = FileServer::listen(address, port);
  if (!server) return std::unexpected(server.error());
  return GatewayServer(std::move(*server));
}

GatewayServer::GatewayServer(GatewayServer&& other) noexcept
    : server_(std::move(other.server_)), count_(other.count_), pipe_(other.pipe_) {
  other.server_.reset();
  other.pipe_ = -1;
}

GatewayServer::~GatewayServer() {
  if (pipe_ >= 0) close(pipe_);
}

Result<std::string> GatewayServer::publish(const std::string& path, const std::string& name) {
  ++count_;
  return server_->add(path, name);
}

Result<std::string> GatewayServer::publish_text(const std::string& text, const std::string& name) {
  ++count_;
  return server_->add_text(text, name);
}

Result<int> GatewayServer::start(std::function<bool(const std::string& id)> has_ended) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return fail(ErrorKind::io, std::string("cannot serve files: ") + std::strerror(errno));
  }
  const pid_t child = server_->fork();
  if (child == 0) {
    close(ends[1]);
    serve(*server_, ends[0], has_ended);
  }
  close(ends[0]);
  server_.reset();
  pipe_ = ends[1];
  if (child < 0) {
    return fail(ErrorKind::io,
                std::string("cannot start a process that serves files: ") + std::strerror(errno));
  }
  return child;
}

void GatewayServer::serve_for(const std::string& id) {
  // A few bytes always fit into a pipe.
  if (write(pipe_, id.data(), id.size()) < 0) return;
  close(pipe_);
  pipe_ = -1;
}

}  // namespace afterglow::submit
