#include "historyserver/api/http_server.h"

#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <exception>
#include <filesystem>

#include "common/base/hash.h"
#include "common/base/logging.h"
#include "historyserver/api/content_encoding.h"
#include "historyserver/api/elastic_threads.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kMaxConnections = 1024;  // that are served at once
constexpr int kBacklog = 512;
constexpr time_t kKeepAliveSeconds = 8;
constexpr std::size_t kKeepAliveRequests = 1'000'000;
constexpr std::size_t kCompressFrom = 1024;  // bytes
// How long a client may take to accept the next bytes.
constexpr time_t kWriteSeconds = 120;
constexpr std::size_t kMaxRequestBody = 64 * 1024;

// The dashboard needs nothing from elsewhere, and nobody may frame it from elsewhere.
constexpr const char* kContentSecurityPolicy =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'";

Request make_request(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  parse_target(from.target, request);
  request.body = from.body;
  for (const auto& [name, value] : from.headers) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers[std::move(lower)] = value;
  }
  return request;
}

bool has_header(const Response& response, std::string_view name) {
  return std::ranges::find(response.headers, name, [](const auto& header) {
           return std::string_view(header.first);
         }) != response.headers.end();
}

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

// Tells whether an answer is the same as before.
std::string etag_of(std::string_view body) {
  return "\"" + std::to_string(fnv1a(body)) + "\"";
}

// Others are packed already, or must arrive at once.
bool is_compressible(std::string_view type) {
  return type != "text/event-stream" &&
         (type.starts_with("text/") || type.find("json") != std::string_view::npos ||
          type.find("javascript") != std::string_view::npos ||
          type.find("xml") != std::string_view::npos);
}

ContentEncoding encoding_for(const Request& request, const Response& response) {
  if (has_header(response, "Content-Encoding") ||
      (!response.stream && response.body.size() < kCompressFrom) ||
      !is_compressible(response.content_type)) {
    return ContentEncoding::identity;
  }
  return preferred_encoding(request.header("accept-encoding"));
}

void compress(Response& response, ContentEncoding encoding) {
  if (encoding == ContentEncoding::identity) return;
  response.headers.emplace_back("Content-Encoding", name_of(encoding));
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (response.stream) return;
  const auto encoder = BodyEncoder::make(encoding);
  std::string packed(encoder->add(response.body));
  packed += encoder->finish();
  response.body = std::move(packed);
}

void finish(const Request& request, Response& response) {
  if (response.status == 200) {
    if (!response.stream && !has_header(response, "ETag")) {
      response.headers.emplace_back("ETag", etag_of(response.body));
    }
    const bool any_will_do = request.header("if-none-match") == "*";
    if (any_will_do || is_known_to_client(request, header_of(response, "ETag"))) {
      response.status = 304;
      response.body.clear();
      response.stream = nullptr;
      std::erase_if(response.headers,
                    [](const auto& header) { return header.first == "Content-Encoding"; });
    }
  }
  if (!has_header(response, "Cache-Control")) {
    response.headers.emplace_back("Cache-Control", "no-cache, no-store, must-revalidate");
  }
  response.headers.emplace_back("X-Frame-Options", "SAMEORIGIN");
  response.headers.emplace_back("X-XSS-Protection", "1; mode=block");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
}

// Sends a body while it is made.
httplib::ContentProviderWithoutLength provider_of(std::function<bool(const BodySink&)> stream,
                                                  ContentEncoding encoding,
                                                  const std::atomic<bool>& stopping) {
  return [stream = std::move(stream), encoding, &stopping](std::size_t, httplib::DataSink& sink) {
    const auto encoder = BodyEncoder::make(encoding);
    const auto send = [&](std::string_view packed) {
      return packed.empty() || sink.write(packed.data(), packed.size());
    };
    try {
      const bool whole = stream([&](std::string_view part) {
        return !stopping && (part.empty() ? sink.is_writable() : send(encoder->add(part)));
      });
      if (!whole || !send(encoder->finish())) return false;
    } catch (const std::exception& exception) {
      log_error(std::string("an answer was cut off: ") + exception.what());
      return false;
    }
    sink.done();
    return true;
  };
}

// The threads of connections, as the library wants them.
class ConnectionThreads : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> job) override { threads_.run(std::move(job)); }
  void shutdown() override { threads_.stop(); }

 private:
  ElasticThreads threads_{kMaxConnections};
};

// The port of this end of a connection; -1 for any other file.
int port_of(int file) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (getsockname(file, any, &size) != 0) return -1;
  // The port stands at the same place in addresses of both kinds.
  if (address.ss_family != AF_INET && address.ss_family != AF_INET6) return -1;
  return ntohs(reinterpret_cast<const sockaddr_in*>(any)->sin_port);
}

// Nobody is to ask anything more: the library would wait for the next request of each connection
// until it has been idle for too long. It tells nobody its connections, so they are found among the
// open files. Answers that are on their way go on.
void end_requests(int port) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    const std::string name = entry.path().filename().string();
    int file = -1;
    std::from_chars(name.data(), name.data() + name.size(), file);
    if (port_of(file) == port) shutdown(file, SHUT_RD);
  }
}

}  // namespace

struct HttpServer::Implementation {
  httplib::Server server;
  Handler handler;
  int listener = -1;
  int port = 0;

  std::atomic<bool> stopping = false;

  void answer(const httplib::Request& from, httplib::Response& to) const {
    Request request = make_request(from);
    Response response;
    try {
      response = handler(request);
    } catch (const std::exception& exception) {
      log_error(request.path + ": " + exception.what());
      response = text_response(500, "Internal error; see the server's log.");
    }
    finish(request, response);
    // Else the library would compress once more what it sends.
    const_cast<httplib::Request&>(from).headers.erase("Accept-Encoding");
    send(request, std::move(response), to);
  }

  void send(const Request& request, Response&& response, httplib::Response& to) const {
    const ContentEncoding encoding = encoding_for(request, response);
    compress(response, encoding);
    to.status = response.status;
    for (auto& [name, value] : response.headers) to.set_header(name.c_str(), value);
    const char* type = response.content_type.c_str();
    if (response.stream) {
      to.set_chunked_content_provider(type,
                                      provider_of(std::move(response.stream), encoding, stopping));
    } else if (response.status != 304) {
      if (!response.content_type.empty()) to.set_header("Content-Type", type);
      to.body = std::move(response.body);
    }
  }
};

HttpServer::HttpServer(Handler handler) : implementation_(std::make_unique<Implementation>()) {
  Implementation& self = *implementation_;
  self.handler = std::move(handler);
  self.server.new_task_queue = [] { return new ConnectionThreads; };
  self.server.set_keep_alive_max_count(kKeepAliveRequests);
  self.server.set_keep_alive_timeout(kKeepAliveSeconds);
  self.server.set_write_timeout(kWriteSeconds);
  self.server.set_payload_max_length(kMaxRequestBody);
  self.server.set_tcp_nodelay(true);
  // Not SO_REUSEPORT, the library's default: two servers would share the port in silence.
  self.server.set_socket_options([&self](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    self.listener = socket;
  });
  const auto answer = [&self](const httplib::Request& from, httplib::Response& to) {
    self.answer(from, to);
  };
  self.server.Get(".*", answer)
      .Post(".*", answer)
      .Put(".*", answer)
      .Patch(".*", answer)
      .Delete(".*", answer)
      .Options(".*", answer);
}

HttpServer::~HttpServer() = default;

Result<int> HttpServer::bind(const std::string& host, int port) {
  Implementation& self = *implementation_;
  const std::string where = host + ":" + std::to_string(port);
  int bound = port;
  errno = 0;
  if (port == 0) {
    bound = self.server.bind_to_any_port(host.c_str());
  } else if (!self.server.bind_to_port(host.c_str(), port)) {
    bound = -1;
  }
  if (bound < 0) {
    const std::string reason = errno != 0 ? std::strerror(errno) : "no such address";
    return fail(ErrorKind::unavailable, "cannot listen on " + where + ": " + reason +
                                            "; choose another with --port or --host");
  }
  // The library asks for a backlog of 5, which a page full of requests can overrun.
  listen(self.listener, kBacklog);
  return self.port = bound;
}

void HttpServer::serve() {
  implementation_->server.listen_after_bind();
}
void HttpServer::stop() {
  implementation_->stopping = true;
  implementation_->server.stop();
  end_requests(implementation_->port);
}

}  // namespace afterglow::history
