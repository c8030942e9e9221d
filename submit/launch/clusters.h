#pragma once

#include <memory>
#include <string>

#include "common/base/result.h"
#include "submit/launch/cluster.h"
#include "submit/resolve/master_url.h"

namespace afterglow::submit {

// The cluster behind a master's URL, for everything but client mode. ErrorKind::unsupported for a
// kind of master that has no drivers of its own or is not built yet. `marker` tells the drivers of
// one submission from others; empty when it is not known.
Result<std::unique_ptr<Cluster>> open_cluster(const MasterUrl& master, const SparkConf& conf,
                                              const Environment& environment,
                                              const std::string& marker);

}  // namespace afterglow::submit
