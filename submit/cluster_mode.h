#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "common/base/environment.h"
#include "submit/cli/command_line.h"
#include "submit/lifecycle/commands.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

// The part of the program that has to do with drivers in a cluster: command line in, exit code out.

// Submits a plan of cluster mode.
int run_cluster_mode(const SubmissionPlan& plan, const CommandLine& line,
                     const Environment& environment, const std::string& spark_version);

// "afterglow-submit WORD [options] [ID] [options]"; `arguments` are those behind the word.
int run_subcommand(const Subcommand& subcommand, std::span<const std::string> arguments,
                   const Environment& environment,
                   const std::optional<std::filesystem::path>& conf_dir);

// --status ID and --kill ID, which are Spark's.
int run_action(const CommandLine& line, const Environment& environment,
               const std::optional<std::filesystem::path>& conf_dir);

}  // namespace afterglow::submit
