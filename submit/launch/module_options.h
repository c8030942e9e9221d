#pragma once

#include <string>
#include <vector>

#include "submit/launch/spark_home.h"

namespace afterglow::submit {

// The JVM options without which a Spark of this version does not run on Java 17 and later, and the
// few others that its launcher always gives.
std::vector<std::string> module_options(const SparkVersion& spark);

}  // namespace afterglow::submit
