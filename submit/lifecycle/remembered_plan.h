#pragma once

#include <string>

#include "submit/lifecycle/registry.h"
#include "submit/resolve/plan.h"

namespace afterglow::submit {

// What is remembered of a plan: everything that was decided, without secrets.
SubmissionRecord remembered_plan(const SubmissionPlan& plan, const std::string& marker);

// The settings by which its cluster is reached again.
SparkConf remembered_conf(const SubmissionRecord& record);

}  // namespace afterglow::submit
