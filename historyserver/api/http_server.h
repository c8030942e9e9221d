#pragma once

#include <functional>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "historyserver/api/http.h"

namespace afterglow::history {

// The HTTP side of the server: connections, threads, common headers, compression, ETags.
class HttpServer {
 public:
  using Handler = std::function<Response(const Request&)>;

  // `handler` is called from many threads at once. What it throws becomes a 500.
  explicit HttpServer(Handler handler);
  ~HttpServer();

  // Takes the port; 0 means any free one. Answers which it is, or why not.
  Result<int> bind(const std::string& host, int port);
  // Serves until stop() is called from another thread.
  void serve();
  void stop();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace afterglow::history
