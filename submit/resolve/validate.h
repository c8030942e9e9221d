#pragma once

#include "common/conf/spark_conf.h"
#include "submit/cli/command_line.h"
#include "submit/resolve/application.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// Each adds what it finds wrong to `problems`.

// Kinds of masters that are understood but not built.
void check_supported(const SparkConf& effective, Problems& problems);

// What cannot go together, and words that are none.
void check_combinations(const CommandLine& line, const Application& application,
                        const SparkConf& effective, Problems& problems);

// The primary resource, and the files named by options: those on this machine must exist.
void check_application(const CommandLine& line, const Application& application, Problems& problems);
void check_files(const CommandLine& line, Problems& problems);

// Sizes, counts, and what is on or off.
void check_values(const SparkConf& effective, Problems& problems);

}  // namespace afterglow::submit
