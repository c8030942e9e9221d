#pragma once

#include <functional>
#include <optional>
#include <string>

#include "common/net/file_server.h"
#include "submit/staging/publisher.h"

namespace afterglow::submit {

// Serves files from this machine, in a process of its own: it must live as long as the driver and
// its executors may ask, which can be longer than whoever submitted stays.
class GatewayServer : public Publisher {
 public:
  // At an address of this machine; port 0: any.
  static Result<GatewayServer> open(const std::string& address, std::uint16_t port);

  GatewayServer(GatewayServer&&) noexcept;
  GatewayServer& operator=(GatewayServer&&) = delete;
  // Ends the serving process, unless it was told a driver.
  ~GatewayServer() override;

  Result<std::string> publish(const std::string& path, const std::string& name) override;
  Result<std::string> publish_text(const std::string& text, const std::string& name) override;
  bool is_empty() const { return count_ == 0; }

  // From here on files are served and none can be added. The other process asks has_ended, with
  // the driver's id, every few seconds, and ends when it says so. It is in a session of its own
  // and holds none of this process's standard streams.
  Result<int> start(std::function<bool(const std::string& id)> has_ended);
  void serve_for(const std::string& id);

 private:
  explicit GatewayServer(FileServer server) : server_(std::move(server)) {}

  std::optional<FileServer> server_;  // none once it was started
  int count_ = 0;
  int pipe_ = -1;  // to the serving process
};

}  // namespace afterglow::submit
