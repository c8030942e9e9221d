#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "historyserver/api/api_context.h"
#include "historyserver/api/http.h"
#include "historyserver/api/query_params.h"

// Order and pages of lists: what Spark's API lacks, with the names that it uses where it has them.
namespace afterglow::history {

// Rows that an answer of the dashboard has at most, where nothing else is said.
inline constexpr std::int64_t kMaxPage = 1000;

// The part of a list that is wanted.
struct Page {
  std::int64_t offset = 0;
  std::int64_t length = -1;  // negative: all that follow

  // How much of a list of `total` that is, from `begin` on.
  std::int64_t begin(std::int64_t total) const { return std::min(offset, total); }
  std::int64_t count(std::int64_t total) const {
    const std::int64_t left = total - begin(total);
    return length < 0 ? left : std::min(length, left);
  }
};

// `offset` and `length`; negative offsets are 0. 404 as Spark's where they are no numbers.
Parsed<Page> page_parameters(const Request& request, std::int64_t default_length = -1);

// X-Total-Count, and where there is more than the page holds, the Links (RFC 8288) to the first,
// previous, next and last page.
void add_list_headers(Response& response, const Request& request, const Page& page,
                      std::int64_t total);

// Leaves only the page of `rows`; answers how many there were.
template <typename Row>
std::int64_t cut_to_page(std::vector<Row>& rows, const Page& page) {
  const auto total = static_cast<std::int64_t>(rows.size());
  const auto begin = rows.begin() + page.begin(total);
  const auto end = begin + page.count(total);
  rows.erase(end, rows.end());
  rows.erase(rows.begin(), begin);
  return total;
}

// `rows` as a JSON array; `write` writes one of them, and may fail.
template <typename Row, typename Write>
Response json_array(const OpenAttempt& attempt, std::vector<Row> rows, Write write) {
  return json_response(attempt, [rows = std::move(rows), write](JsonWriter& json) -> Result<void> {
    json.begin_array();
    for (const Row& row : rows) {
      if constexpr (std::is_void_v<decltype(write(json, row))>) {
        write(json, row);
      } else if (auto written = write(json, row); !written) {
        return written;
      }
      if (json.stopped()) break;
    }
    json.end_array();
    return {};
  });
}

// A page of them, with the headers of lists.
template <typename Row, typename Write>
Response json_list(const OpenAttempt& attempt, const Request& request, const Page& page,
                   std::vector<Row> rows, Write write) {
  const std::int64_t total = cut_to_page(rows, page);
  Response response = json_array(attempt, std::move(rows), write);
  add_list_headers(response, request, page, total);
  return response;
}

// What rows can be sorted by: the name of the JSON member, and its value.
using SortValue = std::variant<std::int64_t, std::string_view>;
template <typename Row>
struct SortKey {
  std::string_view name;
  SortValue (*value)(const Row& row);
};

// 400, naming the keys that there are.
Response unknown_sort_key(std::string_view key, const std::vector<std::string_view>& keys);

// Sorts by the parameter `sortBy`: a key, downwards with "-" before it; equal ones stay as they
// are. Without the parameter all stay as they are.
template <typename Row>
Parsed<void> sort_rows(std::vector<Row>& rows, const Request& request,
                       std::span<const SortKey<Row>> keys) {
  const std::string wanted = request.parameter("sortBy").value_or("");
  if (wanted.empty()) return {};
  const bool descending = wanted.starts_with('-');
  const auto key = std::ranges::find(keys, std::string_view(wanted).substr(descending ? 1 : 0),
                                     &SortKey<Row>::name);
  if (key == keys.end()) {
    std::vector<std::string_view> names;
    for (const SortKey<Row>& one : keys) names.push_back(one.name);
    return std::unexpected(unknown_sort_key(wanted, names));
  }
  std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) {
    return descending ? key->value(b) < key->value(a) : key->value(a) < key->value(b);
  });
  return {};
}

}  // namespace afterglow::history
