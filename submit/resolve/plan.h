#pragma once

#include <string>
#include <vector>

#include "common/base/redact.h"
#include "common/conf/spark_conf.h"
#include "submit/cli/command_line.h"
#include "submit/resolve/application.h"
#include "submit/resolve/master_url.h"

namespace afterglow::submit {

enum class DeployMode { client, cluster };
enum class Verbosity { quiet, verbose };
// Which of Spark's two client libraries the driver gets: connect is the one without an engine.
enum class ApiMode { classic, connect };

// Everything that was decided about a submission, and all that a launcher goes by. Nobody changes
// it after resolve/ has made it: launchers get it as const.
struct SubmissionPlan {
  MasterUrl master;  // local[*] with spark.remote, which needs none
  DeployMode deploy_mode;
  Verbosity verbosity;
  ApiMode api_mode;

  Form form;
  Application application;

  SparkConf command_line_conf;                // what --conf and the --driver-* options set
  SparkConf file_conf;                        // what the properties files set
  SparkConf effective_conf;                   // for deciding and for showing, with defaults
  std::vector<SparkConf::Entry> shadowed;     // what was said in vain, the stronger first
  std::vector<std::string> properties_files;  // those read, the weakest first
  std::vector<std::string> placement;         // --master and --deploy-mode as given
  std::vector<std::string> file_options;      // the properties file options as given
  std::vector<GivenOption> options;           // all others but --class, each as last given

  std::string driver_heap;                    // for -Xmx
  std::vector<std::string> conf_dir_options;  // JVM options of conf/java-opts
  std::vector<std::string>
      submit_options;  // JVM options of SPARK_SUBMIT_OPTS and, for servers, daemons
  std::vector<std::string> driver_options;  // JVM options of the configuration
  std::string driver_class_path;
  std::string driver_library_path;

  Redactor redactor;  // by the submission's own spark.redaction.regex
};

}  // namespace afterglow::submit
