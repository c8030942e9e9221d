#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "submit/launch/cluster.h"
#include "submit/lifecycle/reporter.h"

namespace afterglow::submit {

// Copies a driver's standard output to this one's, and its standard error likewise; with JSON, as
// objects that tell the stream.
class LogPump {
 public:
  LogPump(Cluster& cluster, const Reporter& reporter) : cluster_(cluster), reporter_(reporter) {}

  // Only this stream.
  void choose(LogStream stream);
  // Everything that is new. An error is what the last request met.
  ClusterResult<void> pump(const DriverStatus& status, const std::string& id);
  // Another driver comes.
  void restart() { offsets_ = {}; }

 private:
  struct Source {
    LogStream stream;
    bool wanted = true;
  };

  Cluster& cluster_;
  const Reporter& reporter_;
  std::array<Source, 2> sources_ = {Source{LogStream::out}, Source{LogStream::err}};
  std::array<std::int64_t, 2> offsets_ = {};
};

// The last lines of both streams, for somebody who wants to know why it failed.
void show_end_of_logs(Cluster& cluster, const DriverStatus& status, const std::string& id,
                      const Reporter& reporter);

}  // namespace afterglow::submit
