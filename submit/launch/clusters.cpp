#include "submit/launch/clusters.h"

#include "submit/launch/standalone/standalone_cluster.h"

namespace afterglow::submit {
namespace {

struct ClusterRow {
  MasterKind kind;
  Result<std::unique_ptr<Cluster>> (*open)(const std::string& master, const SparkConf&,
                                           const Environment&, const std::string& marker);
};

constexpr ClusterRow clusters[] = {
    {MasterKind::standalone, &open_standalone},
};

}  // namespace

Result<std::unique_ptr<Cluster>> open_cluster(const MasterUrl& master, const SparkConf& conf,
                                              const Environment& environment,
                                              const std::string& marker) {
  for (const ClusterRow& row : clusters) {
    if (row.kind == master.kind) return row.open(master.text, conf, environment, marker);
  }
  return fail(ErrorKind::unsupported,
              "drivers in a cluster of the kind of master " + master.text +
                  " are not supported by this version of afterglow-submit; spark://HOST:PORT is");
}

}  // namespace afterglow::submit
