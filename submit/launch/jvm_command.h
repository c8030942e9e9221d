#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/base/environment.h"
#include "common/base/result.h"
#include "submit/launch/spark_env.h"
#include "submit/launch/spark_home.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

// What a plan is carried out with.
struct Surroundings {
  SparkInstallation spark;
  std::filesystem::path java;
  std::filesystem::path conf_dir;
  Environment environment;
};

// Class-data sharing (archive/class_archive.h): whether the driver starts from an archive.
struct SharedClasses {
  std::filesystem::path archive;  // empty: without
};

// The command that Spark's own scripts and launcher would end with:
//
//   java <conf/java-opts> -cp <class path> <SPARK_SUBMIT_OPTS> -Xmx<heap> <driver options>
//        <module options> org.apache.spark.deploy.SparkSubmit <options> <application> <arguments>
//
// with two differences: secrets are not in it (submit_arguments.h), and secret JVM options go to
// Java in private argument files; and quick_start.h comes first.
Result<Command> driver_command(const SubmissionPlan& plan, const Surroundings& surroundings,
                               const SharedClasses& classes = {});

// spark.driver.extraLibraryPath, behind what LD_LIBRARY_PATH holds.
void add_library_path(const SubmissionPlan& plan, Environment& environment);

std::string class_path(const SubmissionPlan& plan, const Surroundings& surroundings,
                       const SharedClasses& classes = {});

}  // namespace afterglow::submit
