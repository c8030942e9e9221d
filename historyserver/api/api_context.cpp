#include "historyserver/api/api_context.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "common/base/logging.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kWholeAnswer = 2'000'000;  // bytes; a longer one is sent in pieces
constexpr std::chrono::seconds kDefaultWait{60};
// A client that does not wait still gets the beginning, which takes some milliseconds.
constexpr std::chrono::seconds kWaitForFirstSlice{2};

std::optional<std::chrono::seconds> preferred_wait(const Request& request) {
  const std::string prefer = request.header("prefer");
  const auto found = prefer.find("wait=");
  int seconds = 0;
  if (found == std::string::npos) return {};
  const auto [end, error] =
      std::from_chars(prefer.data() + found + 5, prefer.data() + prefer.size(), seconds);
  if (error != std::errc() || seconds < 0) return {};
  return std::min(std::chrono::seconds(seconds), kDefaultWait);
}

std::optional<LogRow> find_log(const std::vector<LogRow>& attempts, const std::string& attempt_id) {
  const auto found = std::ranges::find(
      attempts, attempt_id, [](const LogRow& log) { return log.attempt_id.value_or(""); });
  if (found == attempts.end()) return {};
  return *found;
}

// A database that was deleted or damaged is made again from its log.
Result<std::shared_ptr<ApplicationDatabase>> open_database(const ApiContext& context,
                                                           const LogRow& log,
                                                           std::chrono::seconds wait) {
  const std::string path = context.pipeline.store_folder() + "/" + log.database;
  auto database = context.databases.open(path);
  if (database || (database.error().kind != ErrorKind::not_found &&
                   database.error().kind != ErrorKind::corrupt)) {
    return database;
  }
  if (log.log_gone) {
    if (auto done = ApplicationDatabase::migrate(path); !done) {
      return fail(ErrorKind::corrupt, done.error().message + "; and its log is gone");
    }
    return context.databases.open(path);
  }
  log_warn(database.error().message + ": reading " + log.log_id + " again");
  context.pipeline.read_again(log.log_id);
  context.pipeline.wait_until_read(log.log_id, wait);
  return context.databases.open(path);
}

}  // namespace

std::shared_ptr<const FieldSelection> selected_fields(const Request& request) {
  return FieldSelection::parse(request.parameter("fields").value_or(""));
}

Response no_such_app(const std::string& app_id, const std::string& attempt_id) {
  return text_response(404,
                       "no such app: " + app_id + (attempt_id.empty() ? "" : "/" + attempt_id));
}

Response no_such_app(const LogRow& log) {
  return no_such_app(log.app_id.value_or(""), log.attempt_id.value_or(""));
}

Response internal_error(const Error& error) {
  log_error(error.message);
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::not_found) {
    return text_response(503, "The application's database is not ready yet; try again.");
  }
  return text_response(500, "The application's database cannot be read; see the server's log.");
}

Response json_response(std::shared_ptr<const FieldSelection> fields, WriteJson write) {
  JsonWriter whole(kWholeAnswer);
  whole.select(fields);
  if (auto done = write(whole); !done) return internal_error(done.error());
  if (!whole.stopped()) return json_response(whole);
  Response response;
  response.stream = [fields = std::move(fields), write = std::move(write)](const BodySink& sink) {
    JsonWriter json(sink);
    json.select(fields);
    const auto done = write(json);
    if (!done) log_error(done.error().message);
    return done && json.finish();
  };
  return response;
}

Response json_response(const OpenAttempt& attempt, WriteJson write) {
  Response response = json_response(attempt.fields, std::move(write));
  if (!response.stream) return response;
  if (auto ended = attempt.database->end_read(); !ended) return internal_error(ended.error());
  response.stream = [database = attempt.database,
                     stream = std::move(response.stream)](const BodySink& sink) {
    auto done = database->begin_read();
    const bool whole = done && stream([&](std::string_view piece) {
                         done = database->end_read();
                         const bool taken = sink(piece);
                         if (done && taken) done = database->begin_read();
                         return done && taken;
                       });
    if (!done) log_error(done.error().message);
    return whole && done;
  };
  return response;
}

Result<std::vector<ExecutorRow>> OpenAttempt::executors() const {
  auto executors = database->executors.list();
  if (!executors || log_url.empty()) return executors;
  for (ExecutorRow& executor : *executors) {
    executor.executor_logs =
        log_urls(log_url, executor.attributes, std::move(executor.executor_logs));
  }
  return executors;
}

Result<std::optional<TaskCut>> OpenAttempt::task_cut(const StageKey& stage) const {
  if (!task_limit) return std::nullopt;
  return database->task_cut(stage, *task_limit);
}

Parsed<LogRow> find_attempt(const ApiContext& context, const Request& request,
                            const std::string& app_id, const std::string& attempt_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return std::unexpected(internal_error(attempts.error()));
  auto log = find_log(*attempts, attempt_id);
  if (!log) return std::unexpected(no_such_app(app_id, attempt_id));
  if (!log->read_once) {
    const auto wait = preferred_wait(request);
    const bool read = context.pipeline.wait_until_read(log->log_id, wait.value_or(kDefaultWait));
    if (!read && !wait) {
      Response response = text_response(
          503, "The event log is still being read (" +
                   std::to_string(static_cast<int>(log->progress() * 100)) + " %); try again.");
      response.headers.emplace_back("Retry-After", "5");
      return std::unexpected(std::move(response));
    }
    if (!read) context.pipeline.wait_until_begun(log->log_id, kWaitForFirstSlice);
    const auto now = context.catalog.attempts(app_id);
    if (now) log = find_log(*now, attempt_id).value_or(*log);
  }
  return *std::move(log);
}

Parsed<OpenAttempt> open_attempt(const ApiContext& context, const Request& request,
                                 const LogRow& log,
                                 const std::optional<RetentionLimits>& retention) {
  auto database = open_database(context, log, preferred_wait(request).value_or(kDefaultWait));
  if (!database) return std::unexpected(internal_error(database.error()));
  if (auto begun = (*database)->begin_read(); !begun) {
    return std::unexpected(internal_error(begun.error()));
  }
  OpenAttempt attempt{log, *std::move(database), selected_fields(request)};
  const SparkUi& ui = context.ui;
  if (log.end_time || ui.log_url_of_incomplete) attempt.log_url = ui.log_url;
  attempt.groups_sub_executions = ui.groups_sub_executions;
  attempt.recent_insights = context.insights.get();
  if (retention) {
    attempt.task_limit = retention->tasks;
    auto hidden = attempt.database->hide_what_spark_drops(*retention);
    if (!hidden) return std::unexpected(internal_error(hidden.error()));
  }
  return attempt;
}

}  // namespace afterglow::history
