#include "historyserver/api/static_files.h"

#include <algorithm>
#include <string>

#include "historyserver/api/assets.h"

namespace afterglow::history {

Response static_file(const Request& request) {
  const std::string path = request.path == "/" ? "/index.html" : request.path;
  const auto assets = embedded_assets();
  const auto found = std::ranges::find(assets, path, &Asset::path);
  if (found == assets.end()) return text_response(404, "Not found: " + request.path);
  Response response;
  response.content_type = found->content_type;
  response.headers.emplace_back("ETag", found->etag);
  response.headers.emplace_back("Cache-Control", path.starts_with("/assets/")
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.header("accept-encoding").find("gzip") != std::string::npos) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = found->gzipped;
  } else {
    response.body = found->content;
  }
  return response;
}

}  // namespace afterglow::history
