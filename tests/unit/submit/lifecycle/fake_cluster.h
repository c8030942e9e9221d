#pragma once

#include <map>
#include <string>
#include <vector>

#include "submit/launch/cluster.h"

namespace afterglow::submit {

// Tells the states of a script, one for each question; the last one stays.
class FakeCluster : public Cluster {
 public:
  using Step = ClusterResult<DriverStatus>;

  explicit FakeCluster(std::vector<Step> script) : script_(std::move(script)) {}

  static Step state(DriverState state, const std::string& word, const std::string& place = "",
                    const std::string& message = "") {
    DriverStatus status;
    status.state = state;
    status.word = word;
    status.place = place;
    status.worker_id = place.empty() ? "" : "worker-" + place;
    status.message = message;
    return status;
  }
  static Step trouble(Trouble kind, const std::string& message) {
    return std::unexpected(ClusterError{kind, message});
  }

  ClusterResult<Accepted> submit(const ClusterSubmission&) override {
    return Accepted{"driver-1", ""};
  }
  ClusterResult<DriverStatus> status(const std::string& id) override {
    asked.push_back(id);
    return script_[std::min(asked.size(), script_.size()) - 1];
  }
  ClusterResult<std::string> kill(const std::string&) override { return "killing"; }
  ClusterResult<LogPart> read_log(const DriverStatus&, const std::string&, LogStream stream,
                                  std::int64_t offset) override {
    const std::string& log = logs[stream];
    const auto size = static_cast<std::int64_t>(log.size());
    if (offset < 0) return LogPart{log, size};
    return LogPart{log.substr(static_cast<std::size_t>(std::min(offset, size))), size};
  }
  std::vector<std::string> hosts() const override { return {"127.0.0.1"}; }

  std::vector<std::string> asked;
  std::map<LogStream, std::string> logs;

 private:
  std::vector<Step> script_;
};

}  // namespace afterglow::submit
