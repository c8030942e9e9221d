#include "historyserver/api/http.h"

#include <algorithm>
#include <cctype>

namespace afterglow::history {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Runs `take` for each part of `text` between separators.
template <typename Take>
void split(std::string_view text, char separator, Take&& take) {
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::optional<std::string> Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::string> Request::parameters(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : query) {
    if (key == name) values.push_back(value);
  }
  return values;
}

std::string Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

bool is_known_to_client(const Request& request, std::string_view etag) {
  return !etag.empty() && request.header("if-none-match").find(etag) != std::string::npos;
}

Response text_response(int status, std::string message) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = std::move(message);
  return response;
}

Response html_error(int status, std::string_view title) {
  const std::string text = std::to_string(status) + " " + html_escape(title);
  Response response;
  response.status = status;
  response.content_type = "text/html;charset=utf-8";
  response.body =
      "<html><head><title>" + text + "</title></head><body><h1>" + text + "</h1></body></html>\n";
  return response;
}

Response redirect(int status, std::string location) {
  Response response;
  response.status = status;
  response.content_type.clear();
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

std::string percent_decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      decoded += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      decoded += c == '+' && plus_is_blank ? ' ' : c;
    }
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || std::string_view("-_.~").find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return encoded;
}

std::string html_escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void parse_target(std::string_view target, Request& request) {
  request.target = target;
  const auto question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  split(request.path, '/',
        [&](std::string_view part) { request.segments.push_back(percent_decode(part, false)); });
  if (question == target.size()) return;
  split(target.substr(question + 1), '&', [&](std::string_view pair) {
    const auto equals = std::min(pair.find('='), pair.size());
    const std::string_view value = equals == pair.size() ? "" : pair.substr(equals + 1);
    request.query.emplace_back(percent_decode(pair.substr(0, equals), true),
                               percent_decode(value, true));
  });
}

}  // namespace afterglow::history
