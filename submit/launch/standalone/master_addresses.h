#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/conf/spark_conf.h"

namespace afterglow::submit {

inline constexpr std::string_view kSparkScheme = "spark://";

// Where the masters of "spark://H1:P1,H2:P2" answer.
struct MasterAddresses {
  std::string rpc;                // the URL for drivers, RPC ports everywhere
  std::vector<std::string> rest;  // http://HOST:PORT, in the order of the masters
  std::vector<std::string> ui;    // likewise
};

// The REST port is 6066, or spark.master.rest.port; the port of the web interface 8080, or
// spark.master.ui.port. Where masters differ, afterglow.submit.rest.masters and
// afterglow.submit.ui.masters name them: H1:P1,H2:P2. A master given with its REST port, which
// Spark's REST client wants, is understood too: its RPC port is then taken to be 7077.
Result<MasterAddresses> find_masters(std::string_view url, const SparkConf& conf);

}  // namespace afterglow::submit
