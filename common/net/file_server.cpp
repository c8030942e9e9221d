#include "common/net/file_server.h"

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "common/net/http_client.h"

namespace afterglow {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// How long a client may take for a request, or to accept the next part of a file.
constexpr std::chrono::seconds client_patience{60};

struct Served {
  std::string path;  // empty: the text
  std::string text;
  std::string target_end;  // behind the token
  struct stat seen {};
};

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_ino == b.st_ino && a.st_dev == b.st_dev &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

std::optional<std::string> random_token() {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return std::nullopt;
  std::string token;
  for (const unsigned char byte : bytes) {
    token += "0123456789abcdef"[byte >> 4];
    token += "0123456789abcdef"[byte & 15];
  }
  return token;
}

// Takes as long for a wrong guess as for a nearly right one.
bool begins_with_secret(std::string_view text, std::string_view secret) {
  if (text.size() < secret.size()) return false;
  int difference = 0;
  for (std::size_t i = 0; i < secret.size(); ++i) difference |= text[i] ^ secret[i];
  return difference == 0;
}

// The files and the rule who gets them, without a network.
struct Shelf {
  std::string token;
  std::vector<Served> files;

  const Served* find(std::string_view target) const {
    const std::string start = "/" + token;
    if (!begins_with_secret(target, start)) return nullptr;
    for (const Served& file : files) {
      if (target.substr(start.size()) == file.target_end) return &file;
    }
    return nullptr;
  }
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const Shelf& shelf) : stream_(std::move(socket)), shelf_(shelf) {}

  void read() {
    request_ = {};
    stream_.expires_after(client_patience);
    http::async_read(stream_, buffer_, request_,
                     [self = shared_from_this()](const error_code& error, std::size_t) {
                       if (!error) self->answer();
                     });
  }

 private:
  void answer() {
    const bool head = request_.method() == http::verb::head;
    if (!head && request_.method() != http::verb::get) {
      return send_text(http::status::method_not_allowed, "");
    }
    const auto target = request_.target();
    const Served* const file = shelf_.find({target.data(), target.size()});
    if (file == nullptr) return send_text(http::status::not_found, "");
    if (file->path.empty()) return send_text(http::status::ok, file->text);
    struct stat now {};
    error_code error;
    http::response<http::file_body> response;
    response.body().open(file->path.c_str(), beast::file_mode::scan, error);
    if (error) return send_text(http::status::gone, "");
    if (fstat(response.body().file().native_handle(), &now) != 0 || !same_file(now, file->seen)) {
      return send_text(http::status::conflict, "");
    }
    response.content_length(response.body().size());
    send(std::move(response));
  }

  void send_text(http::status status, std::string text) {
    http::response<http::string_body> response;
    response.result(status);
    response.content_length(text.size());
    response.body() = std::move(text);
    send(std::move(response));
  }

  template <typename Body>
  void send(http::response<Body> made) {
    using Response = http::response<Body>;
    const auto response = std::make_shared<Response>(std::move(made));
    response->version(11);
    response->keep_alive(request_.keep_alive());
    response->set(http::field::content_type, "application/octet-stream");
    const auto serializer = std::make_shared<http::serializer<false, Body>>(*response);
    const bool head = request_.method() == http::verb::head;
    write_some(response, serializer, head);
  }

  // Piece by piece, so that the time limit is one for each piece and not for a whole jar.
  template <typename Response, typename Serializer>
  void write_some(const Response& response, const Serializer& serializer, bool head) {
    stream_.expires_after(client_patience);
    const auto written = [self = shared_from_this(), response, serializer, head](
                             const error_code& error, std::size_t) {
      if (error) return;
      if (!serializer->is_done() && !(head && serializer->is_header_done())) {
        self->write_some(response, serializer, head);
      } else if (response->keep_alive()) {
        self->read();
      } else {
        error_code ignored;
        self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      }
    };
    if (head) {
      http::async_write_header(stream_, *serializer, written);
    } else {
      http::async_write_some(stream_, *serializer, written);
    }
  }

  beast::tcp_stream stream_;
  const Shelf& shelf_;
  beast::flat_buffer buffer_;
  http::request<http::empty_body> request_;
};

}  // namespace

class FileServer::Server {
 public:
  std::optional<Error> listen(const std::string& host, std::uint16_t port) {
    auto token = random_token();
    if (!token) return Error{ErrorKind::io, "the system gives no random bytes for a token"};
    shelf_.token = std::move(*token);
    error_code error;
    tcp::resolver resolver(context_);
    const auto found = resolver.resolve(host, std::to_string(port), error);
    const tcp::endpoint endpoint = error ? tcp::endpoint() : found.begin()->endpoint();
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return Error{ErrorKind::unavailable, "cannot serve files at " + host + ":" +
                                               std::to_string(port) + ": " + error.message()};
    }
    host_ = host.contains(':') ? "[" + host + "]" : host;
    return std::nullopt;
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  std::string add(Served file, const std::string& name) {
    file.target_end = "/" + std::to_string(shelf_.files.size()) + "/" + percent_encoded(name);
    shelf_.files.push_back(std::move(file));
    return "http://" + host_ + ":" + std::to_string(port()) + "/" + shelf_.token +
           shelf_.files.back().target_end;
  }

  // Parent and child would share what the system watches for the context.
  int fork() {
    context_.notify_fork(asio::io_context::fork_prepare);
    const pid_t child = ::fork();
    context_.notify_fork(child == 0 ? asio::io_context::fork_child : asio::io_context::fork_parent);
    return child;
  }

  void run(std::chrono::milliseconds period, const std::function<bool()>& is_over) {
    accept();
    context_.restart();
    while (!is_over()) context_.run_for(period);
  }

 private:
  void accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return accept_later();
      std::make_shared<Session>(std::move(socket), shelf_)->read();
      accept();
    });
  }

  // No descriptors are left, for instance: sessions that end give some back.
  void accept_later() {
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([this](const error_code& error) {
      if (!error) accept();
    });
  }

  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer pause_{context_};
  Shelf shelf_;
  std::string host_;
};

FileServer::FileServer(std::unique_ptr<Server> server) : server_(std::move(server)) {}
FileServer::FileServer(FileServer&&) noexcept = default;
FileServer& FileServer::operator=(FileServer&&) noexcept = default;
FileServer::~FileServer() = default;

Result<FileServer> FileServer::listen(const std::string& host, std::uint16_t port) {
  auto server = std::make_unique<Server>();
  if (auto error = server->listen(host, port)) return std::unexpected(std::move(*error));
  return FileServer(std::move(server));
}

Result<std::string> FileServer::add(const std::string& path, const std::string& name) {
  Served file{.path = path, .text = {}, .target_end = {}};
  error_code error;
  beast::file_posix opened;
  opened.open(path.c_str(), beast::file_mode::scan, error);
  if (error || fstat(opened.native_handle(), &file.seen) != 0) {
    return fail(ErrorKind::io,
                "cannot read " + path + ": " + (error ? error.message() : std::strerror(errno)));
  }
  if (!S_ISREG(file.seen.st_mode)) {
    return fail(ErrorKind::invalid_argument, path + " is not a regular file");
  }
  return server_->add(std::move(file), name);
}

Result<std::string> FileServer::add_text(std::string text, const std::string& name) {
  return server_->add(Served{.path = {}, .text = std::move(text), .target_end = {}}, name);
}

std::uint16_t FileServer::port() const {
  return server_->port();
}

int FileServer::fork() {
  return server_->fork();
}

void FileServer::run(std::chrono::milliseconds period, const std::function<bool()>& is_over) {
  server_->run(period, is_over);
}

}  // namespace afterglow
