#pragma once

#include <memory>

#include "common/base/result.h"
#include "submit/launch/cluster.h"

namespace afterglow::submit {

// A standalone cluster by its URL, "spark://…"; `conf` says where its services are and holds the
// key for its REST server. `marker` is that of the submission that will be asked for, or empty.
Result<std::unique_ptr<Cluster>> open_standalone(const std::string& master, const SparkConf& conf,
                                                 const Environment& environment,
                                                 const std::string& marker);

}  // namespace afterglow::submit
