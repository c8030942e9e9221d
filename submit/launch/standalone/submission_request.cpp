#include "submit/launch/standalone/submission_request.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

constexpr std::string_view newest_spark = "4.3.0";  // that this program was tried with
constexpr std::string_view worker_copy = "{{USER_JAR}}";

// Read by the master, which makes the driver's JVM of them.
constexpr std::string_view for_the_master[] = {
    "spark.driver.cores",
    "spark.driver.defaultJavaOptions",
    "spark.driver.extraClassPath",
    "spark.driver.extraJavaOptions",
    "spark.driver.extraLibraryPath",
    "spark.driver.memory",
    "spark.driver.supervise",
};

// Said in another way, or of this machine only.
constexpr std::string_view not_passed_on[] = {
    "spark.app.name", "spark.archives", "spark.driver.host",       "spark.files",
    "spark.jars",     "spark.master",   "spark.submit.deployMode", "spark.submit.pyFiles",
};

bool contains(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& item : list) text += (text.empty() ? "" : ",") + item;
  return text;
}

// As Spark: what begins with SPARK_, but for what only means something on this machine; and, as on
// YARN, the Python to use.
Json environment_of(const Environment& environment, bool is_python) {
  Json variables = Json::object();
  for (const std::string& entry : environment.entries()) {
    const std::size_t equals = entry.find('=');
    const std::string_view name = std::string_view(entry).substr(0, equals);
    const bool local = name == "SPARK_HOME" || name == "SPARK_CONF_DIR" ||
                       name == "SPARK_ENV_LOADED" || name == "SPARK_SCALA_VERSION" ||
                       name == "SPARK_LOCAL_IP" || name == "SPARK_LOCAL_HOSTNAME";
    const bool python = name == "PYSPARK_PYTHON" || name == "PYSPARK_DRIVER_PYTHON";
    if ((name.starts_with("SPARK_") && !local) || (is_python && python)) {
      variables.set(name, std::string_view(entry).substr(equals + 1));
    }
  }
  return variables;
}

}  // namespace

Json create_request(const ClusterSubmission& submission, const std::string& rpc_master) {
  const SubmissionPlan& plan = submission.plan;
  const ReadableFiles& files = submission.files;
  const bool has_secrets = !files.secret_properties.empty();
  const Application& application = plan.application;
  const std::string* const app_name = plan.effective_conf.get("spark.app.name");

  Json properties = Json::object();
  properties.set("spark.app.name", app_name == nullptr ? application.resource : *app_name)
      .set("spark.master", rpc_master)
      .set("spark.submit.deployMode", "client");
  Json arguments = Json::array();
  const auto option = [&arguments](std::string_view name, std::string_view value) {
    if (!value.empty()) arguments.push(name).push(value);
  };
  option("--master", rpc_master);
  option("--deploy-mode", "client");
  option("--class", application.main_class);
  if (has_secrets) option("--properties-file", worker_copy);
  for (const auto& [key, value, origin] : plan.effective_conf.entries()) {
    if (contains(for_the_master, key) || key.starts_with("spark.driver.resource.")) {
      properties.set(key, value);
    } else if (key.starts_with("spark.") && !contains(not_passed_on, key) &&
               !is_hidden(plan.redactor, key, value)) {
      option("--conf", key + "=" + value);
    }
  }
  option("--conf", std::string(marker_key) + "=" + submission.marker);
  option("--jars", joined(files.jars));
  option("--py-files", joined(files.py_files));
  option("--files", joined(files.files));
  option("--archives", joined(files.archives));
  if (files.resource.empty()) {
    arguments.push(application.resource);
  } else {
    arguments.push(has_secrets ? std::string_view(files.resource) : worker_copy);
  }
  for (const std::string& argument : application.arguments) arguments.push(argument);

  Json request = Json::object();
  request.set("action", "CreateSubmissionRequest")
      .set("clientSparkVersion",
           submission.spark_version.empty() ? newest_spark : submission.spark_version)
      .set("appResource", has_secrets ? files.secret_properties : files.resource)
      .set("mainClass", "org.apache.spark.deploy.SparkSubmit")
      .set("appArgs", std::move(arguments))
      .set("environmentVariables",
           environment_of(submission.environment, is_python(application.resource)))
      .set("sparkProperties", std::move(properties));
  return request;
}

}  // namespace afterglow::submit
