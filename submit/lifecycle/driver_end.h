#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "submit/launch/cluster.h"

namespace afterglow::submit {

// How long whoever serves a driver's files believes in a cluster that does not answer.
inline constexpr std::chrono::minutes silence_of_a_cluster{30};

// Asked every few seconds whether a driver has ended, or whoever goes on as it. It has, too, when
// the cluster was silent for long, or does not know it several times in a row.
class DriverEnd {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;

  explicit DriverEnd(Cluster& cluster, Now now = &std::chrono::steady_clock::now)
      : cluster_(&cluster), now_(std::move(now)) {}

  // Always asked with the id of the first driver.
  bool operator()(const std::string& id);

 private:
  Cluster* cluster_;
  Now now_;
  std::string id_;
  int denied_ = 0;
  std::optional<std::chrono::steady_clock::time_point> silent_since_;
};

}  // namespace afterglow::submit
