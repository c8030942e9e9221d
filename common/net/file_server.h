#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "common/base/result.h"

namespace afterglow {

// Serves single files over plain HTTP to whoever knows its token, which is part of every URL:
//
//   http://HOST:PORT/<32 hexadecimal digits>/<number>/<file name>
//
// A file that has changed since it was added is not served any more (409), so that no application
// is made of parts of two versions. Everything else is 404.
class FileServer {
 public:
  // Listens at once, so that URLs are good; nobody is answered before run(). Port 0: any.
  static Result<FileServer> listen(const std::string& host, std::uint16_t port);

  FileServer(FileServer&&) noexcept;
  FileServer& operator=(FileServer&&) noexcept;
  ~FileServer();

  // The URL of a file, which clients will save under `name`.
  Result<std::string> add(const std::string& path, const std::string& name);
  Result<std::string> add_text(std::string text, const std::string& name);

  std::uint16_t port() const;

  // As fork(2): only the child may run() then, and the parent's object is good for nothing.
  int fork();

  // Answers in this thread; `is_over` is asked in between, after each `period`, and ends it.
  void run(std::chrono::milliseconds period, const std::function<bool()>& is_over);

 private:
  class Server;
  explicit FileServer(std::unique_ptr<Server> server);
  std::unique_ptr<Server> server_;
};

}  // namespace afterglow
