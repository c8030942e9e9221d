#pragma once

#include <string>
#include <string_view>

#include "common/json/json.h"
#include "submit/launch/cluster.h"

namespace afterglow::submit {

// A property by which the drivers of one submission are found among others.
inline constexpr std::string_view marker_key = "spark.afterglow.submission";

// Spark's CreateSubmissionRequest. Its main class is not the application's but SparkSubmit, which
// the worker so runs in client mode: it takes every kind of application, Python ones included, and
// the application's jar from the worker's own copy, {{USER_JAR}}. It reads no -D properties for its
// own options, so nearly everything is in its arguments; sparkProperties hold what master and
// worker themselves go by.
//
// Secrets are in no argument: arguments are readable by everybody on the worker. They stand in a
// properties file, which then is the copy that the worker makes, and SparkSubmit fetches the
// application itself.
Json create_request(const ClusterSubmission& submission, const std::string& rpc_master);

}  // namespace afterglow::submit
