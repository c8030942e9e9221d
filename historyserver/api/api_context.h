#pragma once

#include <memory>
#include <string>

#include "historyserver/api/http.h"
#include "historyserver/api/query_params.h"
#include "historyserver/ingest/pipeline.h"
#include "historyserver/ingest/scanner.h"
#include "historyserver/store/application_database.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What every handler may use; all of it is safe for any number of threads.
struct ApiContext {
  Catalog& catalog;
  Pipeline& pipeline;
  Scanner& scanner;
};

// An application attempt opened for one request: every answer is of one moment.
struct OpenAttempt {
  LogRow log;
  std::unique_ptr<ApplicationDatabase> database;
};

// Opens the attempt that a path names; an application without attempt ids is named by an empty
// `attempt_id`. Waits until its log was read once, as long as the client's "Prefer: wait=SECONDS"
// says (a minute without one); then answers what is known so far if a wait was asked for, else 503.
// 404 "no such app: ..." when there is none.
Parsed<OpenAttempt> open_attempt(const ApiContext& context, const Request& request,
                                 const std::string& app_id, const std::string& attempt_id);

// 404, as Spark's server words it: also where the application has not what is asked for.
Response no_such_app(const std::string& app_id, const std::string& attempt_id);
Response no_such_app(const LogRow& log);

// What a failed read of a database answers.
Response internal_error(const Error& error);

}  // namespace afterglow::history
