#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/environment.h"
#include "common/conf/spark_conf.h"
#include "submit/cli/command_line.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// The configuration of a submission by source, and the outcome.
//
// Strength, as in Spark: an option such as --name or --master; then --conf; then the properties
// files: --extra-properties-file (later ones win), --properties-file, and spark-defaults.conf when
// there is no --properties-file or with --load-spark-defaults; then a few environment variables.
// The --driver-* options that share their key with --conf are as strong as --conf: of both, the
// last on the line wins.
struct Configuration {
  SparkConf command_line;  // --conf and the --driver-* options
  SparkConf files;         // all properties files as one
  SparkConf effective;     // everything, by key
  // What something stronger hid, and where it was said, the stronger first.
  std::vector<SparkConf::Entry> shadowed;
  std::vector<std::string> files_read;
};

// An origin is an option's name, "--conf", "FILE:LINE" or "environment variable NAME". Our
// own keys, "afterglow.", are in `effective` only; secrets among them are refused in --conf. Other
// keys of --conf that do not begin with "spark." are dropped with a line in `warnings`, as Spark
// does; those from files are left to Spark. No conf_dir: no spark-defaults.conf.
Configuration resolve_configuration(const CommandLine& line, const Environment& environment,
                                    const std::optional<std::filesystem::path>& conf_dir,
                                    Problems& problems, std::vector<std::string>& warnings);

}  // namespace afterglow::submit
