#include "submit/cli/special_forms.h"

#include <algorithm>

namespace afterglow::submit {
namespace {

using enum SpecialClass::Kind;

constexpr SpecialClass classes[] = {
    {"org.apache.spark.repl.Main", shell, "spark-shell", "spark-shell"},
    {"org.apache.spark.sql.application.ConnectRepl", shell, "connect-shell", "spark-connect-shell"},
    {"org.apache.spark.sql.connect.service.SparkConnectServer", connect_server, internal_resource,
     "the Spark Connect server"},
    {"org.apache.spark.sql.hive.thriftserver.HiveThriftServer2", thrift_server, internal_resource,
     "the Thrift server"},
    {"org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver", sql_shell, internal_resource,
     "spark-sql"},
};

constexpr std::string_view shell_resources[] = {"connect-shell", "pyspark-shell", "spark-shell",
                                                "sparkr-shell"};

}  // namespace

const SpecialClass* find_special_class(std::string_view main_class) {
  const auto* const found = std::ranges::find(classes, main_class, &SpecialClass::name);
  return found == std::end(classes) ? nullptr : found;
}

bool is_shell_resource(std::string_view resource) {
  return std::ranges::find(shell_resources, resource) != std::end(shell_resources);
}

bool names_no_file(std::string_view resource) {
  return resource == internal_resource || is_shell_resource(resource);
}

}  // namespace afterglow::submit
