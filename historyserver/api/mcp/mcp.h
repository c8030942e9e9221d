#pragma once

#include <functional>

#include "historyserver/api/http.h"

namespace afterglow::history {

// The Model Context Protocol over streamable HTTP (modelcontextprotocol.io, revisions 2024-11-05 to
// 2025-06-18): JSON-RPC requests by POST, each answered with one JSON document; there are no
// sessions and nothing is pushed. Tools (tools.h) go through `route` like any request, so that the
// same rules hold for them.
Response answer_mcp(const Request& request, const std::function<Response(const Request&)>& route);

}  // namespace afterglow::history
