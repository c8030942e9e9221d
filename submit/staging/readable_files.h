#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "submit/resolve/plan.h"
#include "submit/staging/publisher.h"

namespace afterglow::submit {

// The application's files as the cluster can read them: URIs, with fragments.
struct ReadableFiles {
  std::string resource;           // empty: there is no file
  std::string secret_properties;  // a properties file with the secrets; empty: there are none
  std::vector<std::string> jars;
  std::vector<std::string> py_files;
  std::vector<std::string> files;
  std::vector<std::string> archives;
};

// A file that an application needs, as it was named: what of it is on this machine has a path.
struct ApplicationFile {
  std::string role;      // as in plan_files.h
  std::string uri;       // without fragment
  std::string fragment;  // with "#"; empty: none
  std::string path;      // of this machine; empty: the cluster reads the URI itself
  std::string name;      // what it is called where the application runs
};

// Everything that the plan names, patterns expanded. Fails with the file that is not there, cannot
// be read or is none.
Result<std::vector<ApplicationFile>> find_application_files(const SubmissionPlan& plan);

// The properties that must not stand on any command line, as a properties file; empty: none.
Result<std::string> secret_properties(const SubmissionPlan& plan);

// Publishes what is on this machine; what is not stays as it was named.
Result<ReadableFiles> publish_all(const std::vector<ApplicationFile>& files,
                                  const std::string& secrets, Publisher& publisher);

}  // namespace afterglow::submit
