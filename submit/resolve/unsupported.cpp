// The part of validate.h that says what is not built yet.
#include <string_view>

#include "submit/resolve/master_url.h"
#include "submit/resolve/validate.h"

namespace afterglow::submit {
namespace {

std::string not_supported(std::string_view what) {
  return std::string(what) +
         " is not supported yet by this version of afterglow-submit; use Spark's own spark-submit "
         "for it";
}

bool is_built(MasterKind kind) {
  return kind == MasterKind::local || kind == MasterKind::local_cluster ||
         kind == MasterKind::standalone;
}

}  // namespace

void check_supported(const SparkConf& effective, Problems& problems) {
  const SparkConf::Entry* const given = effective.find("spark.master");
  if (given == nullptr) return;
  const auto master = parse_master_url(given->value);
  const std::string* const mode = effective.get("spark.submit.deployMode");
  const bool cluster_mode = mode != nullptr && *mode == "cluster";
  if (!master || is_built(master->kind)) return;
  problems.push_back(not_supported(std::string(describe(master->kind)) + " (" + given->origin +
                                   " " + given->value + (cluster_mode ? ", cluster mode)" : ")")));
}

}  // namespace afterglow::submit
