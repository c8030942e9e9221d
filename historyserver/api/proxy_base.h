#pragma once

#include <string>

#include "historyserver/api/http.h"

namespace afterglow::history {

// Where clients find this server when a proxy stands before it.
struct ProxyBase {
  std::string path;      // spark.ui.proxyBase, "/gateway/spark"; empty: a request may tell
  std::string redirect;  // spark.ui.proxyRedirectUri, "https://gateway:8443"; empty: the same host
};

// What stands before this server's paths in a client's: the configured path, else what Knox and
// others say in X-Forwarded-Context. Empty, or "/words" without a slash at the end.
std::string base_path(const ProxyBase& proxy, const Request& request);

// Takes the base path off the request's, where the proxy has left it on.
void remove_base_path(const ProxyBase& proxy, Request& request);

// Makes the addresses in an answer's headers, which begin with "/", those of clients. Where nobody
// says what the base path is, redirects go there by steps upwards, which is right below any path.
void address_to_client(const ProxyBase& proxy, const Request& request, Response& response);

}  // namespace afterglow::history
