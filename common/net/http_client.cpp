#include "common/net/http_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>

namespace afterglow {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

std::unexpected<HttpFailure> failure(ErrorKind kind, std::string message, Reached reached) {
  return std::unexpected(HttpFailure{{kind, std::move(message)}, reached});
}

// One exchange, step by step, each with its own time limit.
class Exchange {
 public:
  Exchange(const HttpUrl& url, const HttpLimits& limits)
      : url_(url), limits_(limits), stream_(context_) {}

  std::expected<HttpAnswer, HttpFailure> run(const HttpRequest& wanted) {
    if (auto problem = connect()) return std::unexpected(*problem);
    http::request<http::string_body> request;
    request.method_string(wanted.method);
    request.target(url_.target);
    request.version(11);
    request.set(http::field::host, url_.host + ":" + url_.port);
    request.set(http::field::connection, "close");
    for (const auto& [name, value] : wanted.headers) request.set(name, value);
    request.body() = wanted.body;
    request.prepare_payload();

    stream_.expires_after(limits_.answer);
    error_code error = step([&](auto done) { http::async_write(stream_, request, done); });
    // A server that refuses early closes before it has read all; its answer may be there.
    if (error && error != asio::error::broken_pipe && error != asio::error::connection_reset) {
      return lost(error);
    }
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);  // the state of a large cluster is a long text
    if (wanted.method == "HEAD") parser.skip(true);
    error = step([&](auto done) { http::async_read(stream_, buffer_, parser, done); });
    if (error) return lost(error);
    HttpAnswer answer;
    answer.status = static_cast<int>(parser.get().result_int());
    answer.content_type = std::string(parser.get()[http::field::content_type]);
    answer.body = std::move(parser.get().body());
    return answer;
  }

  std::optional<HttpFailure> connect() {
    asio::ip::tcp::resolver resolver(context_);
    error_code error;
    const auto addresses = resolver.resolve(url_.host, url_.port, error);
    if (error) {
      return HttpFailure{{ErrorKind::not_found, "the host " + url_.host + " is unknown (" +
                                                    error.message() + "); check its name"},
                         Reached::nobody};
    }
    stream_.expires_after(limits_.connect);
    error = step([&](auto done) { stream_.async_connect(addresses, done); });
    if (!error) return std::nullopt;
    std::string message = place();
    if (error == asio::error::connection_refused) {
      message += " refuses connections: nothing listens on this port";
    } else if (error == beast::error::timeout) {
      message += " does not answer: no connection within " +
                 std::to_string(limits_.connect.count() / 1000) + " s";
    } else {
      message += " cannot be reached: " + error.message();
    }
    return HttpFailure{{ErrorKind::unavailable, std::move(message)}, Reached::nobody};
  }

 private:
  std::string place() const { return url_.host + ":" + url_.port; }

  // Starts an operation and waits for its end.
  template <typename Start>
  error_code step(Start start) {
    error_code result;
    start([&result](const error_code& error, const auto&...) { result = error; });
    context_.restart();
    context_.run();
    return result;
  }

  std::unexpected<HttpFailure> lost(const error_code& error) const {
    if (error == beast::error::timeout) {
      return failure(ErrorKind::unavailable,
                     place() + " took the request and did not answer within " +
                         std::to_string(limits_.answer.count() / 1000) + " s",
                     Reached::maybe);
    }
    const auto bytes = static_cast<const unsigned char*>(buffer_.data().data());
    // A TLS alert, the answer to a first message that is none of TLS's.
    if (buffer_.size() >= 2 && bytes[0] == 0x15 && bytes[1] == 0x03) {
      return failure(ErrorKind::corrupt, place() + " speaks TLS, and plain HTTP is needed",
                     Reached::nobody);
    }
    if (buffer_.size() > 0) {
      return failure(ErrorKind::corrupt, place() + " does not speak HTTP", Reached::maybe);
    }
    return failure(ErrorKind::unavailable,
                   place() +
                       " closed the connection without an answer; it is probably not an HTTP "
                       "port, or one for TLS",
                   Reached::maybe);
  }

  const HttpUrl& url_;
  const HttpLimits& limits_;
  asio::io_context context_{1};
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
};

}  // namespace

Result<HttpUrl> parse_http_url(std::string_view url) {
  return parse_url(url, "http://", "80");
}

Result<HttpUrl> parse_url(std::string_view url, std::string_view scheme,
                          std::string_view usual_port) {
  const auto malformed = [&](const std::string& why) {
    return fail(ErrorKind::invalid_argument, "address \"" + std::string(url) + "\" " + why);
  };
  if (!url.starts_with(scheme)) return malformed("does not begin with " + std::string(scheme));
  std::string_view rest = url.substr(scheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  HttpUrl parsed;
  parsed.target = slash == rest.size() ? "/" : std::string(rest.substr(slash));
  rest = rest.substr(0, slash);
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return malformed("has no ] behind its host");
    parsed.host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
  } else {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    parsed.host = rest.substr(0, colon);
    rest.remove_prefix(colon);
  }
  parsed.port = rest.empty() ? std::string(usual_port) : std::string(rest.substr(1));
  const bool is_port = !parsed.port.empty() && parsed.port.size() <= 5 &&
                       parsed.port.find_first_not_of("0123456789") == std::string::npos;
  if (parsed.host.empty() || (!rest.empty() && rest.front() != ':') || !is_port) {
    return malformed("is malformed; write " + std::string(scheme) + "HOST:PORT");
  }
  return parsed;
}

std::string percent_encoded(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || std::string_view("-._~").contains(c);
    if (plain) {
      out += c;
    } else {
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return out;
}

std::expected<HttpAnswer, HttpFailure> http_fetch(const HttpRequest& request,
                                                  const HttpLimits& limits) {
  const auto url = parse_http_url(request.url);
  if (!url) return std::unexpected(HttpFailure{url.error(), Reached::nobody});
  try {
    return Exchange(*url, limits).run(request);
  } catch (const std::exception& error) {
    return failure(ErrorKind::io, url->host + ":" + url->port + ": " + error.what(),
                   Reached::maybe);
  }
}

Result<void> check_connection(const std::string& address, const HttpLimits& limits) {
  const auto url = parse_http_url(address);
  if (!url) return std::unexpected(url.error());
  auto problem = Exchange(*url, limits).connect();
  if (problem) return std::unexpected(std::move(problem->error));
  return {};
}

Result<std::string> local_address_towards(const std::string& host) {
  asio::io_context context(1);
  asio::ip::udp::resolver resolver(context);
  error_code error;
  const auto addresses = resolver.resolve(host, "9", error);
  asio::ip::udp::socket socket(context);
  if (!error) socket.connect(*addresses.begin(), error);
  const auto local = error ? asio::ip::udp::endpoint() : socket.local_endpoint(error);
  if (error) {
    return fail(ErrorKind::unavailable, "no address of this machine leads to " + host + ": " +
                                            error.message() + "; check its name");
  }
  return local.address().to_string();
}

}  // namespace afterglow
