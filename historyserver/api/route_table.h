#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "historyserver/api/api_context.h"
#include "historyserver/api/http.h"

namespace afterglow::history {

// What the variable parts of a route's pattern stood for, in order; numbers are checked already.
struct PathArguments {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> words;
};

// A route below one application attempt. `pattern` is relative to /applications/{id}[/{attempt}]:
// words, "#" for an int, "##" for a long and "*" for any word. The tables v1_app_routes() and
// dashboard_app_routes() list them.
struct AppRoute {
  std::string_view pattern;
  Response (*handle)(OpenAttempt& attempt, const Request& request, const PathArguments& path);
};

// Answers any request: /api/v1 and /api/dashboard by the tables, everything else by the static
// files.
Response route(const ApiContext& context, const Request& request);

}  // namespace afterglow::history
