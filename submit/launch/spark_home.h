#pragma once

#include <compare>
#include <filesystem>
#include <string>
#include <vector>

#include "common/base/environment.h"
#include "common/base/result.h"

namespace afterglow::submit {

struct SparkVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;
  auto operator<=>(const SparkVersion&) const = default;
};

// A Spark on this machine. Its versions stand in the name of its core jar:
// spark-core_2.13-4.3.0.jar, where a vendor may have added to the Spark version.
struct SparkInstallation {
  std::filesystem::path home;
  std::filesystem::path jars;
  std::vector<std::filesystem::path> slf4j_jars;
  SparkVersion version;
  std::string version_text;
  std::string scala_version;
  std::string found_by;  // in words: "SPARK_HOME", "beside afterglow-submit" ...
};

// Looks, in this order, at SPARK_HOME (which must be right when it is set), at the folders beside
// and above `program`, at the pyspark of $VIRTUAL_ENV and of the Python on PATH, and last asks that
// Python, which is slow.
Result<SparkInstallation> find_spark(const Environment& environment,
                                     const std::filesystem::path& program);

Result<SparkInstallation> spark_at(const std::filesystem::path& home, std::string found_by);

}  // namespace afterglow::submit
