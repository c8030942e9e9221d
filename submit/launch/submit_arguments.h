#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "submit/launch/process.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

struct SubmitArguments {
  std::vector<std::string> arguments;  // what stands behind the name of SparkSubmit's class
  // Secrets as "-Dkey=value" that no properties file can hold; SparkSubmit takes them from its JVM.
  std::vector<std::string> secret_jvm_options;
};

// The plan in the words of SparkSubmit, the class that every driver of a client starts with. What
// is_hidden() is not among them, for anybody on the machine can read a command line: secrets of
// --conf and of options go into a private properties file for `reader`, in one with the
// properties files, which they stay stronger than.
Result<SubmitArguments> submit_arguments(const SubmissionPlan& plan, Reader reader);

}  // namespace afterglow::submit
