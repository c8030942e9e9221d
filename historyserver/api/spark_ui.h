#pragma once

#include <string>
#include <string_view>

#include "historyserver/model/string_map.h"

namespace afterglow::history {

// What Spark's history server lets its administrator choose of what answers show.
struct SparkUi {
  std::string log_url;                // spark.history.custom.executor.log.url; empty: as logged
  bool log_url_of_incomplete = true;  // whether also of applications that have not ended
  bool groups_sub_executions = true;  // spark.ui.groupSQLSubExecutionEnabled
};

// The links to an executor's logs that `pattern` makes: each {{NAME}} in it is the attribute of
// that name; {{FILE_NAME}} makes one link for each file of the attribute LOG_FILES (separated by
// commas), otherwise there is one, called "log". Those of the log stay where an attribute is
// missing. Source: Spark's configuration page, spark.history.custom.executor.log.url.
StringMap log_urls(std::string_view pattern, const StringMap& attributes, StringMap logged);

}  // namespace afterglow::history
