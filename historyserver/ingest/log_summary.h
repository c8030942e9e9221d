#pragma once

#include "historyserver/store/application_database.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// Fills in what the catalog tells of a log and only its database knows: the time of cores and
// whether the log is complete. `row` must have its times already.
Result<void> summarize(ApplicationDatabase& database, LogRow& row);

}  // namespace afterglow::history
