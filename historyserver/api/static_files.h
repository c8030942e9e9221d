#pragma once

#include <string_view>

#include "historyserver/api/http.h"

namespace afterglow::history {

// One file of the built dashboard, or the description of the API, carried inside the program.
struct Asset {
  std::string_view path;  // "/index.html"
  std::string_view content_type;
  std::string_view etag;
  std::string_view content;
  std::string_view gzipped;
};

// The dashboard's page for "/", the file for its path, 404 for everything else. Files below
// /assets/ have a hash of their content in their name and may be kept for ever.
Response static_file(const Request& request);

}  // namespace afterglow::history
