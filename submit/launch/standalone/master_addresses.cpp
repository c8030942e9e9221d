#include "submit/launch/standalone/master_addresses.h"

#include <algorithm>
#include <optional>

namespace afterglow::submit {
namespace {

constexpr std::string_view rpc_port = "7077";
constexpr std::string_view rest_port = "6066";
constexpr std::string_view ui_port = "8080";

struct Place {
  std::string host;  // IPv6 in brackets
  std::string port;
};

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Place> parse_place(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || !is_port(text.substr(colon + 1))) {
    return std::nullopt;
  }
  const std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (host.find_first_of("/@ \t\r\n") != std::string_view::npos ||
      (host.contains(':') && !bracketed)) {
    return std::nullopt;
  }
  return Place{std::string(host), std::string(text.substr(colon + 1))};
}

Result<std::vector<Place>> parse_places(std::string_view list, std::string_view what) {
  std::vector<Place> places;
  for (;;) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    if (item.starts_with("http://")) item.remove_prefix(7);
    const auto place = parse_place(item);
    if (!place) {
      return fail(ErrorKind::invalid_argument, std::string(what) + ": \"" + std::string(item) +
                                                   "\" is malformed; write HOST:PORT, or "
                                                   "HOST1:PORT1,HOST2:PORT2 for several masters");
    }
    places.push_back(*place);
    if (comma == list.size()) return places;
    list.remove_prefix(comma + 1);
  }
}

// The addresses of one service of every master.
Result<std::vector<std::string>> service(const std::vector<Place>& masters, const SparkConf& conf,
                                         std::string_view list_key, std::string_view port_key,
                                         std::string_view usual_port) {
  std::vector<std::string> urls;
  if (const std::string* const list = conf.get(list_key)) {
    const auto places = parse_places(*list, list_key);
    if (!places) return std::unexpected(places.error());
    for (const Place& place : *places) urls.push_back("http://" + place.host + ":" + place.port);
    return urls;
  }
  const std::string* const port = conf.get(port_key);
  if (port != nullptr && !is_port(*port)) {
    return fail(ErrorKind::invalid_argument,
                std::string(port_key) + ": \"" + *port + "\" is not a port");
  }
  for (const Place& master : masters) {
    urls.push_back("http://" + master.host + ":" +
                   (port != nullptr ? *port : std::string(usual_port)));
  }
  return urls;
}

}  // namespace

Result<MasterAddresses> find_masters(std::string_view url, const SparkConf& conf) {
  if (!url.starts_with(kSparkScheme)) {
    return fail(ErrorKind::invalid_argument,
                "master \"" + std::string(url) + "\" does not begin with spark://");
  }
  const auto masters = parse_places(url.substr(kSparkScheme.size()), "master " + std::string(url));
  if (!masters) return std::unexpected(masters.error());
  auto rest =
      service(*masters, conf, "afterglow.submit.rest.masters", "spark.master.rest.port", rest_port);
  if (!rest) return std::unexpected(rest.error());
  auto ui = service(*masters, conf, "afterglow.submit.ui.masters", "spark.master.ui.port", ui_port);
  if (!ui) return std::unexpected(ui.error());

  MasterAddresses addresses;
  for (const Place& master : *masters) {
    const std::string rest_url = "http://" + master.host + ":" + master.port;
    const bool is_rest = std::ranges::find(*rest, rest_url) != rest->end();
    addresses.rpc += addresses.rpc.empty() ? kSparkScheme : ",";
    addresses.rpc += master.host + ":" + (is_rest ? std::string(rpc_port) : master.port);
  }
  addresses.rest = std::move(*rest);
  addresses.ui = std::move(*ui);
  return addresses;
}

}  // namespace afterglow::submit
