#pragma once

#include <cstdint>

#include "historyserver/store/application_database.h"

namespace afterglow::history {

// The latest moment that the log of an application without an end tells of, in ms since 1970; at
// least `start`. Inside a read transaction, or alone with the database.
Result<std::int64_t> last_moment(ApplicationDatabase& database, std::int64_t start);

}  // namespace afterglow::history
