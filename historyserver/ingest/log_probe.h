#pragma once

#include <vector>

#include "common/base/result.h"
#include "historyserver/eventlog/log_listing.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// Fills in what the first and the last lines of a log say of its application: enough to list it
// before it is read. `row` stays without app_id when they do not say it, which is no error.
Result<void> probe_log(const LogListing& listing, LogRow& row);

// The same for the logs of all these rows, and what their files are like; on all cores, because
// whoever opens the first page waits for the list. Logs that are not there are left as they are.
void probe_logs(std::vector<LogRow>& rows);

}  // namespace afterglow::history
