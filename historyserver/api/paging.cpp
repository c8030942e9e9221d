#include "historyserver/api/paging.h"

namespace afterglow::history {
namespace {

// The request's address with another page in it.
std::string address_of(const Request& request, std::int64_t offset, std::int64_t length) {
  std::string address = request.path;
  char before = '?';
  std::string_view query(request.target);
  query.remove_prefix(std::min(request.path.size() + 1, query.size()));
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::string_view name = pair.substr(0, pair.find('='));
    if (pair.empty() || name == "offset" || name == "length") continue;
    address.append(1, before).append(pair);
    before = '&';
  }
  return address + before + "offset=" + std::to_string(offset) +
         "&length=" + std::to_string(length);
}

}  // namespace

Parsed<Page> page_parameters(const Request& request, std::int64_t default_length) {
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return std::unexpected(offset.error());
  const auto length = int_parameter(request, "length", default_length);
  if (!length) return std::unexpected(length.error());
  return Page{std::max<std::int64_t>(0, *offset), *length};
}

void add_list_headers(Response& response, const Request& request, const Page& page,
                      std::int64_t total) {
  if (response.status != 200) return;
  response.headers.emplace_back("X-Total-Count", std::to_string(total));
  if (page.length <= 0 || page.count(total) == total) return;
  std::string links;
  const auto add = [&](std::int64_t offset, const char* relation) {
    links += (links.empty() ? "<" : ", <") + address_of(request, offset, page.length) +
             ">; rel=\"" + relation + "\"";
  };
  add(0, "first");
  if (page.offset > 0) add(std::max<std::int64_t>(0, page.offset - page.length), "prev");
  if (page.offset + page.length < total) add(page.offset + page.length, "next");
  add((total - 1) / page.length * page.length, "last");
  response.headers.emplace_back("Link", std::move(links));
}

Response unknown_sort_key(std::string_view key, const std::vector<std::string_view>& keys) {
  std::string text = "unknown sortBy \"" + std::string(key) + "\"; one of these, or with \"-\"" +
                     " before it downwards:";
  for (const std::string_view one : keys) text.append(" ").append(one);
  return text_response(400, std::move(text));
}

}  // namespace afterglow::history
