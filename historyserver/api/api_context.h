#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "historyserver/api/answer_cache.h"
#include "historyserver/api/http.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/proxy_base.h"
#include "historyserver/api/query_params.h"
#include "historyserver/api/spark_ui.h"
#include "historyserver/api/sql_console.h"
#include "historyserver/fleet/job_history.h"
#include "historyserver/fleet/run_sums.h"
#include "historyserver/ingest/pipeline.h"
#include "historyserver/ingest/scanner.h"
#include "historyserver/insights/recent_insights.h"
#include "historyserver/store/alert_store.h"
#include "historyserver/store/application_database.h"
#include "historyserver/store/catalog.h"
#include "historyserver/store/database_pool.h"

namespace afterglow::history {

// What every handler may use; all of it is safe for any number of threads.
struct ApiContext {
  Catalog& catalog;
  Pipeline& pipeline;
  Scanner& scanner;
  AnswerCache& answers;
  DatabasePool& databases;
  std::optional<RetentionLimits> retention;  // what /api/v1 shows; nothing: all
  std::string program_tag;  // differs between programs and settings that answer differently
  SqlConsole console = {};
  ProxyBase proxy = {};
  SparkUi ui = {};
  std::shared_ptr<RecentInsights> insights = std::make_shared<RecentInsights>();
  Prices prices = {};
  AlertStore* alerts = nullptr;  // null: there is no record
  std::shared_ptr<JobHistories> histories = std::make_shared<JobHistories>();
};

// An application attempt opened for one request: every answer is of one moment.
struct OpenAttempt {
  LogRow log;
  std::shared_ptr<ApplicationDatabase> database;
  std::shared_ptr<const FieldSelection> fields = nullptr;  // that the answer is to have; null: all
  std::optional<std::int64_t> task_limit = {};  // of a stage attempt, as Spark keeps them
  std::string log_url = {};                     // SparkUi::log_url, where it holds
  bool groups_sub_executions = true;
  RecentInsights* recent_insights = nullptr;  // of the server; never null

  Result<std::shared_ptr<const Insights>> insights() const {
    return recent_insights->of(*database, log.database);
  }

  // All of them, with the links to their logs that are to be shown.
  Result<std::vector<ExecutorRow>> executors() const;
  // Which of its tasks are shown.
  Result<std::optional<TaskCut>> task_cut(const StageKey& stage) const;
};

// The attempt that a path names; an application without attempt ids is named by an empty
// `attempt_id`. Waits until its log was read once, as long as the client's "Prefer: wait=SECONDS"
// says (a minute without one); then answers what is known so far if a wait was asked for, else 503.
// 404 "no such app: ..." when there is none.
Parsed<LogRow> find_attempt(const ApiContext& context, const Request& request,
                            const std::string& app_id, const std::string& attempt_id);
// Its database, of which `retention` is shown.
Parsed<OpenAttempt> open_attempt(const ApiContext& context, const Request& request,
                                 const LogRow& log,
                                 const std::optional<RetentionLimits>& retention);

// The parameter "fields": which members the client wants.
std::shared_ptr<const FieldSelection> selected_fields(const Request& request);

// 404, as Spark's server words it: also where the application has not what is asked for.
Response no_such_app(const std::string& app_id, const std::string& attempt_id);
Response no_such_app(const LogRow& log);

// Writes the JSON of an answer; called a second time when it turns out to be long. Loops in it end
// when the writer has stopped. It may keep copies of what it needs, but no references.
using WriteJson = std::function<Result<void>(JsonWriter&)>;

// 200 with what `write` writes: as a whole when that is short, else sent while it is made.
Response json_response(std::shared_ptr<const FieldSelection> fields, WriteJson write);
// The same of an attempt's database. Between two pieces of a long answer nothing of it is locked,
// however slow the client is.
Response json_response(const OpenAttempt& attempt, WriteJson write);

// What a failed read of a database answers.
Response internal_error(const Error& error);

}  // namespace afterglow::history
