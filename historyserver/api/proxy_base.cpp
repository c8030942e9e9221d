#include "historyserver/api/proxy_base.h"

#include <algorithm>
#include <cctype>

namespace afterglow::history {
namespace {

// A path of this host, and nothing that a browser takes for another one.
bool is_plain_path(std::string_view path) {
  return path.starts_with('/') && path.find("//") == std::string_view::npos &&
         std::ranges::all_of(path, [](unsigned char c) {
           return std::isalnum(c) ||
                  std::string_view("/-_.~%").find(static_cast<char>(c)) != std::string_view::npos;
         });
}

// From a page of this server to the place `address`, which begins with "/".
std::string steps_to(std::string_view address, const Request& request) {
  std::string steps;
  const auto slashes = std::ranges::count(request.path, '/');
  for (auto i = slashes; i > 1; --i) steps += "../";
  if (steps.empty()) steps = "./";
  return steps.append(address.substr(1));
}

}  // namespace

std::string base_path(const ProxyBase& proxy, const Request& request) {
  std::string path = proxy.path.empty() ? request.header("x-forwarded-context") : proxy.path;
  while (path.ends_with('/')) path.pop_back();
  return is_plain_path(path) ? path : std::string();
}

void remove_base_path(const ProxyBase& proxy, Request& request) {
  const std::string base = base_path(proxy, request);
  if (base.empty() || !request.path.starts_with(base)) return;
  if (request.path.size() > base.size() && request.path[base.size()] != '/') return;
  std::string target = request.target.substr(base.size());
  if (!target.starts_with('/')) target.insert(0, "/");
  request.segments.clear();
  request.query.clear();
  parse_target(target, request);
}

void address_to_client(const ProxyBase& proxy, const Request& request, Response& response) {
  const std::string base = base_path(proxy, request);
  for (auto& [name, value] : response.headers) {
    if (name == "Location" && value.starts_with('/')) {
      value = base.empty() && proxy.redirect.empty() ? steps_to(value, request)
                                                     : proxy.redirect + base + value;
    } else if (name == "Link" && !base.empty()) {
      for (auto at = value.find("</"); at != std::string::npos; at = value.find("</", at + 1)) {
        value.insert(at + 1, base);
      }
    }
  }
}

}  // namespace afterglow::history
