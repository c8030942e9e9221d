#include "submit/resolve/plan_files.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "submit/cli/special_forms.h"
#include "submit/resolve/jar_file.h"
#include "submit/resolve/local_file.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr const char* application_role = "application";

struct ListKey {
  const char* key;
  const char* role;
};

constexpr ListKey list_keys[] = {
    {"spark.jars", "jars"},
    {"spark.submit.pyFiles", "py-files"},
    {"spark.files", "files"},
    {"spark.archives", "archives"},
};

// A file that is none is mostly a failed download, or a part of one.
bool is_zip(const std::string& path) {
  const auto jar = JarFile::open(path);
  return jar || jar.error().kind != ErrorKind::corrupt;
}

void check_file(const PlanFile& file, const std::string& path, Problems& problems) {
  const std::string start = file.role + " (" + file.origin + "): ";
  std::error_code ignored;
  if (!file_exists(path)) {
    if (file.role == application_role) return;  // that is said of every submission
    problems.push_back(start + "there is no file " + path + "; correct the path");
  } else if (access(path.c_str(), R_OK) != 0) {
    problems.push_back(start + path + " cannot be read: " + std::strerror(errno) +
                       "; give yourself the right to read it");
  } else if (!fs::is_directory(path, ignored) && path.ends_with(".jar") && !is_zip(path)) {
    problems.push_back(start + path + " is no jar, or only a part of one; build or copy it again");
  }
}

}  // namespace

std::vector<PlanFile> plan_files(const SubmissionPlan& plan) {
  std::vector<PlanFile> files;
  const Application& application = plan.application;
  if (!names_no_file(application.resource)) {
    files.push_back({application_role, application.resource, "command line"});
  }
  const bool own_jars = !plan.effective_conf.contains("spark.jars");
  for (const std::string& jar : application.example_jars) {
    if (own_jars) files.push_back({"jars", jar, "run-example"});
  }
  for (const auto& [key, role] : list_keys) {
    const SparkConf::Entry* const entry = plan.effective_conf.find(key);
    if (entry == nullptr) continue;
    for (std::string& uri : split_list(entry->value)) {
      files.push_back({role, std::move(uri), entry->origin});
    }
  }
  return files;
}

void check_plan_files(const SubmissionPlan& plan, Problems& problems) {
  for (const PlanFile& file : plan_files(plan)) {
    const auto path = local_path(file.uri);
    if (!path) continue;
    const std::vector<std::string> found = expand(*path);
    if (found.empty()) {
      problems.push_back(file.role + " (" + file.origin + "): no file matches " + *path);
    }
    for (const std::string& one : found) check_file(file, one, problems);
  }
}

}  // namespace afterglow::submit
