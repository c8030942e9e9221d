#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A request and its answer, without the HTTP library.
namespace afterglow::history {

struct Request {
  std::string method;
  std::string target;                 // as sent: path and query
  std::string path;                   // as sent, still percent-encoded, without the query
  std::vector<std::string> segments;  // decoded; empty ones (as of a slash at the end) left out
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  std::map<std::string, std::string> headers;              // names in lower case
  std::string body;

  // The first value of a query parameter; nothing when it is absent.
  std::optional<std::string> parameter(std::string_view name) const;
  std::vector<std::string> parameters(std::string_view name) const;
  std::string header(const std::string& lower_case_name) const;
};

// Takes the next part of a body; false when the client is gone: nothing more is wanted. An empty
// part only asks whether it is still there.
using BodySink = std::function<bool(std::string_view)>;

struct Response {
  int status = 200;
  std::string content_type = "application/json";  // empty: none is told
  std::string body;
  // A body of any size, made while it is sent, instead of `body`. False: it cannot be completed;
  // the connection is then cut, so that the client sees that something is missing.
  std::function<bool(const BodySink&)> stream = nullptr;
  std::vector<std::pair<std::string, std::string>> headers;
};

// Whether the client's If-None-Match names this ETag: it has the answer already.
bool is_known_to_client(const Request& request, std::string_view etag);

// A plain message, the form in which Spark's API reports errors.
Response text_response(int status, std::string message);
// The form of errors that Spark's web server makes itself, for paths and values that it does not
// understand.
Response html_error(int status, std::string_view title);
Response redirect(int status, std::string location);

std::string percent_decode(std::string_view text, bool plus_is_blank);
std::string percent_encode(std::string_view text);
std::string html_escape(std::string_view text);

// Fills segments and query from the target of a request line.
void parse_target(std::string_view target, Request& request);

}  // namespace afterglow::history
