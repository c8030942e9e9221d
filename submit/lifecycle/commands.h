#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/base/environment.h"
#include "common/conf/spark_conf.h"
#include "submit/lifecycle/reporter.h"
#include "submit/lifecycle/watch.h"

namespace afterglow::submit {

// Everything that a command about submissions goes by, whatever kind of cluster they are in.
struct CommandRequest {
  std::string id;  // empty: none was given
  // Empty: the one that is remembered for the id, else spark.master of the configuration.
  std::string master;
  SparkConf conf;
  const Environment& environment;
  const Reporter& reporter;
  WatchOptions watch;
  std::string stream;  // of logs: stdout or stderr; empty: both
};

struct Subcommand {
  std::string_view name;
  std::string_view argument;  // ID, or empty
  std::string_view help;
  int (*run)(const CommandRequest& request);
};

// "afterglow-submit NAME [options] [ID]", sorted by name.
std::span<const Subcommand> subcommands();
const Subcommand* find_subcommand(std::string_view name);

}  // namespace afterglow::submit
