#pragma once

#include "historyserver/api/http.h"

namespace afterglow::history {

// Links to Spark's history pages (/history/<app>[/<attempt>]/...) go to the dashboard's page of the
// same thing, and what it has no page for to the application.
Response redirect_to_dashboard(const Request& request);

}  // namespace afterglow::history
