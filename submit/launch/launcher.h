#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "submit/launch/jvm_command.h"
#include "submit/resolve/plan.h"
#include "submit/resolve/problems.h"

namespace afterglow::submit {

// What a launcher would do, for people to read: no secrets are in it.
struct Preview {
  struct Copy {
    std::string from;
    std::string to;
  };
  struct Request {
    std::string method;
    std::string address;
    std::string body;
  };
  std::vector<std::string> command;    // the program that this process becomes; empty: none
  std::vector<std::string> variables;  // "NAME=value": what is new or other in its environment
  std::vector<Copy> copies;            // files that are copied before
  std::vector<Request> requests;       // in their order
};

// One way to carry plans out; a row of the table in launchers.cpp.
struct Launcher {
  // The value is the exit code of afterglow-submit. What becomes the driver does not come back.
  // Null in cluster mode: lifecycle/ submits to every kind of cluster.
  Result<int> (*launch)(const SubmissionPlan&, const Surroundings&);
  Result<Preview> (*preview)(const SubmissionPlan&, const Surroundings&);
  // Adds everything that would stop the submission and that can be seen before it.
  void (*check)(const SubmissionPlan&, const Surroundings&, Problems&);
};

}  // namespace afterglow::submit
