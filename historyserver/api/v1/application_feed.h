#pragma once

#include <string>

#include "historyserver/api/api_context.h"
#include "historyserver/api/http.h"

namespace afterglow::history {

// Whether the client asks for events instead of an answer: "Accept: text/event-stream".
bool wants_feed(const Request& request);

// What changes from now on, as server-sent events (HTML Living Standard, section 9.2), until the
// client goes:
//   application   one has come or changed; its data is what /applications/ID answers, on one line
//   removed       one is gone: {"id": ...}
//   reset         more has changed than is remembered: read everything again
// `app_id`: only of this application; empty: of all. A client that comes back with Last-Event-ID
// gets what it has missed.
Response application_feed(const ApiContext& context, const Request& request,
                          const std::string& app_id);

}  // namespace afterglow::history
