#pragma once

#include <string>
#include <vector>

#include "common/base/redact.h"
#include "common/conf/spark_conf.h"
#include "submit/resolve/master_url.h"

namespace afterglow::submit {

enum class DeployMode { client };
enum class Verbosity { quiet, verbose };

// Everything that was decided about a submission, and all that a launcher goes by. Nobody changes
// it after resolve/ has made it: launchers get it as const.
struct SubmissionPlan {
  MasterUrl master;
  DeployMode deploy_mode;
  Verbosity verbosity;

  std::string resource;
  std::string main_class;  // empty: none was given
  std::vector<std::string> application_arguments;

  SparkConf command_line_conf;            // what --conf and the --driver-* options set
  SparkConf file_conf;                    // what the properties files set
  SparkConf effective_conf;               // for deciding and for showing
  std::vector<std::string> placement;     // --master and --deploy-mode as given
  std::vector<std::string> file_options;  // the properties file options as given
  std::vector<std::string> options;       // all other options as given

  std::string driver_heap;                    // for -Xmx
  std::vector<std::string> conf_dir_options;  // JVM options of conf/java-opts
  std::vector<std::string> submit_options;    // JVM options of SPARK_SUBMIT_OPTS
  std::vector<std::string> driver_options;    // JVM options of the configuration
  std::string driver_class_path;
  std::string driver_library_path;

  Redactor redactor;  // by the submission's own spark.redaction.regex
};

}  // namespace afterglow::submit
