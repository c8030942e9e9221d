#pragma once

#include <string>

#include "common/base/result.h"
#include "historyserver/query/query_options.h"

namespace afterglow::history {

// Runs query or export to standard output, or to the file that the options name. `store_folder` is
// not looked at when the options name a database.
Result<void> run_query_command(const QueryOptions& options, const std::string& store_folder);

}  // namespace afterglow::history
