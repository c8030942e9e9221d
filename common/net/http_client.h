#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"

namespace afterglow {

// An address such as "http://host:6066/path?query". IPv6 hosts stand in brackets.
struct HttpUrl {
  std::string host;    // without brackets
  std::string port;    // 80 when none was given
  std::string target;  // from the first slash on, "/" when there is none
};
Result<HttpUrl> parse_http_url(std::string_view url);
// The same with another scheme ("https://") and the port that this stands for.
Result<HttpUrl> parse_url(std::string_view url, std::string_view scheme,
                          std::string_view usual_port);

// `text` with everything but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};

// Whether a request that failed can have had an effect: nobody can have read a request for which
// there never was a connection.
enum class Reached { nobody, maybe };

// `error.message` names host and port, never the path, headers or body, which may hold secrets.
struct HttpFailure {
  Error error;
  Reached reached;
};

struct HttpLimits {
  std::chrono::milliseconds connect{5'000};  // of each address of the host
  std::chrono::milliseconds answer{30'000};
};

// One request over one connection. Any status is an answer. Only plain HTTP: no redirects are
// followed and no proxy is used, because what is asked stands inside the cluster's network.
std::expected<HttpAnswer, HttpFailure> http_fetch(const HttpRequest& request,
                                                  const HttpLimits& limits = {});

// Whether something listens at the address; nothing is sent.
Result<void> check_connection(const std::string& url, const HttpLimits& limits = {});

// The address of this machine that `host` would see; no packet is sent.
Result<std::string> local_address_towards(const std::string& host);

}  // namespace afterglow
