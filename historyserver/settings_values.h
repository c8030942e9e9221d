#pragma once

#include <string>

#include "common/base/result.h"
#include "common/conf/spark_conf.h"

namespace afterglow::history {

// "KEY = 'VALUE' (where it comes from): expected SOMETHING".
std::unexpected<Error> bad_value(const SparkConf::Entry& entry, const std::string& expected);

}  // namespace afterglow::history
