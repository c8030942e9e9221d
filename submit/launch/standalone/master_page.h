#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "submit/launch/cluster.h"

namespace afterglow::submit {

// A worker that is alive.
struct WorkerSize {
  std::int64_t cores = 0;
  std::int64_t megabytes = 0;
};

// What the web interfaces of a standalone cluster tell, which its REST server does not: where the
// logs of a driver are, and as what driver a lost one was started again.
class MasterPage {
 public:
  explicit MasterPage(std::vector<std::string> masters) : masters_(std::move(masters)) {}

  // Part of a driver's log, from the worker that runs or ran it.
  ClusterResult<LogPart> read_log(const std::string& worker_id, const std::string& driver,
                                  LogStream stream, std::int64_t offset) const;

  ClusterResult<std::vector<WorkerSize>> workers() const;

  // The youngest other driver whose command holds `marker`; looks only at those after `id`.
  std::optional<std::string> successor_of(const std::string& id, const std::string& marker) const;

 private:
  ClusterResult<std::string> worker_address(const std::string& worker_id) const;

  std::vector<std::string> masters_;  // http://HOST:PORT
};

}  // namespace afterglow::submit
