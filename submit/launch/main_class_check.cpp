#include "submit/launch/main_class_check.h"

#include <algorithm>

#include "submit/resolve/local_file.h"
#include "submit/resolve/main_class.h"
#include "submit/resolve/plan_files.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

// A jar that cannot be read may hold anything; --check tells of it anyway.
bool may_hold(const fs::path& jar, const std::string& file_name) {
  const auto opened = JarFile::open(jar);
  return !opened || opened->find(file_name) != nullptr;
}

bool any_may_hold(const SubmissionPlan& plan, const std::string& file_name) {
  return std::ranges::any_of(plan_files(plan), [&](const PlanFile& file) {
    if (file.role != "jars") return false;
    const auto path = local_path(file.uri);
    if (!path) return true;
    const auto jars = expand(*path);
    return std::ranges::any_of(jars, [&](const auto& jar) { return may_hold(jar, file_name); });
  });
}

bool spark_has(const SparkInstallation& spark, const std::string& file_name) {
  std::error_code error;
  for (fs::directory_iterator jar(spark.jars, error), end; !error && jar != end;
       jar.increment(error)) {
    if (jar->path().extension() == ".jar" && may_hold(jar->path(), file_name)) return true;
  }
  return static_cast<bool>(error);
}

}  // namespace

void check_main_class(const SubmissionPlan& plan, const Surroundings& surroundings,
                      Problems& problems) {
  const auto path = local_path(plan.application.resource);
  if (!path || !path->ends_with(".jar")) return;
  const auto jar = JarFile::open(*path);
  if (!jar) return;
  std::string main_class = plan.application.main_class;
  std::string origin = "--class";
  if (main_class.empty()) {
    main_class = manifest_main_class(*jar).value_or("");
    origin = "its manifest";
  }
  const std::string file_name = class_file_name(main_class);
  if (main_class.empty() || jar->find(file_name) != nullptr) return;
  const bool unseen = !plan.driver_class_path.empty() ||
                      plan.effective_conf.contains("spark.jars.packages") ||
                      !surroundings.environment.get("SPARK_DIST_CLASSPATH").empty();
  if (unseen || any_may_hold(plan, file_name) || spark_has(surroundings.spark, file_name)) return;
  problems.push_back("the main class " + main_class + " (" + origin + ") is not in " + *path +
                     "; " + main_class_advice(*jar, main_class));
}

}  // namespace afterglow::submit
