#include "historyserver/api/http_server.h"

#include <httplib.h>
#include <sys/socket.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>

#include "common/base/hash.h"
#include "common/base/logging.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kThreads = 64;
constexpr int kBacklog = 512;
constexpr time_t kKeepAliveSeconds = 8;
constexpr std::size_t kKeepAliveRequests = 1'000'000;
constexpr std::size_t kCompressFrom = 1024;  // bytes
constexpr std::size_t kMaxRequestBody = 64 * 1024;

// The dashboard needs nothing from elsewhere, and nobody may frame it from elsewhere.
constexpr const char* kContentSecurityPolicy =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'";

Request make_request(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  parse_target(from.target, request);
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

std::string gzip(std::string_view plain) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int code = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return code == Z_STREAM_END ? packed : std::string();
}

void compress(const Request& request, Response& response) {
  if (response.body.size() < kCompressFrom || has_header(response, "Content-Encoding")) return;
  if (request.header("accept-encoding").find("gzip") == std::string::npos) return;
  std::string packed = gzip(response.body);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("Vary", "Accept-Encoding");
}

void finish(const Request& request, Response& response) {
  if (response.status == 200) {
    if (!has_header(response, "ETag")) {
      response.headers.emplace_back("ETag", etag_of(response.body));
    }
    if (request.header("if-none-match") == header_of(response, "ETag")) {
      response.status = 304;
      response.body.clear();
      std::erase_if(response.headers,
                    [](const auto& header) { return header.first == "Content-Encoding"; });
    }
  }
  compress(request, response);
  if (!has_header(response, "Cache-Control")) {
    response.headers.emplace_back("Cache-Control", "no-cache, no-store, must-revalidate");
  }
  response.headers.emplace_back("X-Frame-Options", "SAMEORIGIN");
  response.headers.emplace_back("X-XSS-Protection", "1; mode=block");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
}

void send(Response&& response, httplib::Response& to) {
  to.status = response.status;
  for (auto& [name, value] : response.headers) to.set_header(name.c_str(), value);
  if (response.body.empty()) {
    if (response.status != 304) to.set_content("", response.content_type.c_str());
    return;
  }
  // As a provider, so that the library does not compress it once more.
  auto body = std::make_shared<std::string>(std::move(response.body));
  to.set_content_provider(body->size(), response.content_type.c_str(),
                          [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                            return sink.write(body->data() + offset, length);
                          });
}

}  // namespace

struct HttpServer::Implementation {
  httplib::Server server;
  Handler handler;
  int listener = -1;

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
    send(std::move(response), to);
  }
};

HttpServer::HttpServer(Handler handler) : implementation_(std::make_unique<Implementation>()) {
  Implementation& self = *implementation_;
  self.handler = std::move(handler);
  self.server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  self.server.set_keep_alive_max_count(kKeepAliveRequests);
  self.server.set_keep_alive_timeout(kKeepAliveSeconds);
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
  return bound;
}

void HttpServer::serve() {
  implementation_->server.listen_after_bind();
}
void HttpServer::stop() {
  implementation_->server.stop();
}

}  // namespace afterglow::history
