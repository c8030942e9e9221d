// Jobs, which run again and again: how long they take, and which got worse.

#include <algorithm>
#include <sstream>

#include "historyserver/api/dashboard/application_query.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/run_json.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/text_search.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kDefaultJobs = 100;
constexpr std::int64_t kDefaultRuns = 200;
constexpr std::size_t kTrendRuns = 30;

using Job = JobHistory::Job;

// What jobs are sorted by and shown with, cheap enough for each of very many.
struct ListedJob {
  const Job* job = nullptr;
  std::string_view key;
  std::int64_t runs = 0;
  std::int64_t failed = 0;
  const ListedAttempt* last = nullptr;  // run, by start
  std::int64_t core_time = 0;
  std::int64_t median_duration = -1;  // of the last ended runs; -1: there is none
  bool has_regressed = false;         // its last completed run has
};

std::int64_t median_duration(const JobHistory& history, const Job& job) {
  std::vector<std::int64_t> durations;
  for (std::size_t place = history.size(job); place > 0 && durations.size() < kTrendRuns;) {
    const ListedAttempt& run = history.run(job, --place);
    if (run.state == ApplicationState::completed) durations.push_back(run.duration());
  }
  if (durations.empty()) return -1;
  const auto middle = durations.begin() + static_cast<std::ptrdiff_t>(durations.size() / 2);
  std::ranges::nth_element(durations, middle);
  return *middle;
}

ListedJob row_of(const JobHistory& history, const Job& job) {
  ListedJob row{&job, history.key(job)};
  row.runs = static_cast<std::int64_t>(history.size(job));
  for (std::size_t i = 0; i < history.size(job); ++i) {
    const ListedAttempt& run = history.run(job, i);
    if (is_failure(run.state)) ++row.failed;
    row.core_time += run.core_time.value_or(0);
  }
  row.last = &history.run(job, history.size(job) - 1);
  row.median_duration = median_duration(history, job);
  const ListedAttempt* const completed = history.last_completed(job);
  row.has_regressed = completed && history.has_regressed(*completed);
  return row;
}

constexpr std::array kRecurringSortKeys = std::to_array<SortKey<ListedJob>>({
    {"lastRun", [](const ListedJob& row) -> SortValue { return row.last->start_time; }},
    {"job", [](const ListedJob& row) -> SortValue { return row.key; }},
    {"runs", [](const ListedJob& row) -> SortValue { return row.runs; }},
    {"failed", [](const ListedJob& row) -> SortValue { return row.failed; }},
    {"medianDuration", [](const ListedJob& row) -> SortValue { return row.median_duration; }},
    {"coreTime", [](const ListedJob& row) -> SortValue { return row.core_time; }},
    {"regression",
     [](const ListedJob& row) -> SortValue { return std::int64_t{row.has_regressed}; }},
});

bool has_words(const std::vector<TextSearch>& words, std::string_view key,
               const ListedAttempt& last) {
  return std::ranges::all_of(words, [&](const TextSearch& word) {
    return word.is_in(key) || word.is_in(last.user) || word.is_in(last.queue);
  });
}

// Only of those that have the words; the last run stands for its user and queue.
std::vector<ListedJob> wanted_jobs(const JobHistory& history, const Request& request) {
  std::vector<TextSearch> words;
  std::istringstream list(request.parameter("search").value_or(""));
  for (std::string word; list >> word;) words.emplace_back(word);
  const bool regressed = flag_parameter(request, "regressed", false);
  std::vector<ListedJob> rows;
  for (const Job& job : history.jobs()) {
    const ListedAttempt& last = history.run(job, history.size(job) - 1);
    if (!has_words(words, history.key(job), last)) continue;
    ListedJob row = row_of(history, job);
    if (!regressed || row.has_regressed) rows.push_back(row);
  }
  return rows;
}

Parsed<Page> page_of(const Request& request, std::int64_t usual) {
  auto page = page_parameters(request, usual);
  if (page && (page->length < 0 || page->length > kMaxPage)) page->length = kMaxPage;
  return page;
}

void write_trend(JsonWriter& json, const JobHistory& history, const Job& job) {
  std::vector<std::int64_t> durations;
  for (std::size_t place = history.size(job); place > 0 && durations.size() < kTrendRuns;) {
    const ListedAttempt& run = history.run(job, --place);
    if (run.end_time) durations.push_back(run.duration());
  }
  json.key("trend").begin_array();
  for (auto next = durations.rbegin(); next != durations.rend(); ++next) json.value(*next);
  json.end_array();
}

// Members: what a job is, in a list and by itself.
void write_job(JsonWriter& json, const JobHistory& history, const ListedJob& row) {
  json.field("job", row.key)
      .field("runs", row.runs)
      .field("failed", row.failed)
      .field("coreTime", row.core_time);
  if (row.median_duration >= 0) json.field("medianDuration", row.median_duration);
  json.key("lastRun").begin_object();
  write_run_head(json, *row.last);
  if (!row.last->queue.empty()) json.field("queue", row.last->queue);
  json.end_object();
  write_trend(json, history, *row.job);
  if (const ListedAttempt* const completed = history.last_completed(*row.job)) {
    write_regression(json, "regression", history.worst(*completed));
  }
}

void write_first_bad(JsonWriter& json, const JobHistory& history, const Job& job) {
  json.key("firstBad").begin_array();
  for (std::size_t i = 0; i < kRunMetricCount; ++i) {
    const auto metric = static_cast<RunMetric>(i);
    const ListedAttempt* const first = history.first_bad(job, metric);
    if (!first) continue;
    const auto all = history.regressions(*first);
    const auto of_metric = std::ranges::find(all, metric, &Regression::metric);
    json.begin_object();
    write_run_head(json, *first);
    if (of_metric != all.end()) write_regression(json, "regression", *of_metric);
    json.end_object();
  }
  json.end_array();
}

void write_run(JsonWriter& json, const JobHistory& history, const ListedAttempt& run) {
  json.begin_object();
  write_run_head(json, run);
  json.field("sparkVersion", run.spark_version)
      .field("queue", run.queue)
      .field("coreTime", run.core_time)
      .field("inputBytes", run.input_bytes)
      .field("shuffleReadBytes", run.shuffle_read_bytes)
      .field("shuffleWriteBytes", run.shuffle_write_bytes)
      .field("spillBytes", run.spill_bytes);
  if (run.is_judged) {
    RunSums sums;
    sums.add(run, history.listing().findings(run));
    json.field("memoryTime", run.memory_time).field("wasteCoreTime", run.waste_core_time);
    write_finding_counts(json, sums.findings);
    if (run.severity)
      json.field("severity", kSeverityNames[static_cast<std::size_t>(*run.severity)]);
  }
  json.key("bands").begin_object();
  for (std::size_t i = 0; i < kRunMetricCount; ++i) {
    const auto band = history.band(run, static_cast<RunMetric>(i));
    if (band) write_band(json, kRunMetricNames[i], *band);
  }
  json.end_object().key("regressed").begin_array();
  for (std::size_t i = 0; i < kRunMetricCount; ++i) {
    if (history.has_regressed(run, static_cast<RunMetric>(i))) json.value(kRunMetricNames[i]);
  }
  json.end_array().end_object();
}

}  // namespace

Response dashboard_all_jobs(const ApiContext& context, const Request& request,
                            const PathArguments&) {
  const auto page = page_of(request, kDefaultJobs);
  if (!page) return page.error();
  const auto history = context.histories->now(context.catalog);
  if (!history) return internal_error(history.error());
  std::vector<ListedJob> rows = wanted_jobs(*history, request);
  std::ranges::stable_sort(rows, std::ranges::greater(),
                           [](const ListedJob& row) { return row.last->start_time; });
  const auto sorted = sort_rows<ListedJob>(rows, request, kRecurringSortKeys);
  if (!sorted) return sorted.error();
  const auto regressed = std::ranges::count(rows, true, &ListedJob::has_regressed);
  const std::int64_t matching = cut_to_page(rows, *page);
  JsonWriter json(selected_fields(request));
  json.begin_object()
      .field("total", static_cast<std::int64_t>(history->jobs().size()))
      .field("matching", matching)
      .field("regressed", static_cast<std::int64_t>(regressed))
      .field("offset", page->offset);
  json.key("jobs").begin_array();
  for (const ListedJob& row : rows) {
    json.begin_object();
    write_job(json, *history, row);
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(json);
}

Response dashboard_job_runs(const ApiContext& context, const Request& request,
                            const PathArguments& path) {
  const auto key =
      path.words.empty() ? request.parameter("job") : std::optional(path.words.front());
  if (!key) return text_response(400, "the parameter job is missing: the key of a job");
  const auto page = page_of(request, kDefaultRuns);
  if (!page) return page.error();
  const auto history = context.histories->now(context.catalog);
  if (!history) return internal_error(history.error());
  const Job* const job = history->find(*key);
  if (!job) return text_response(404, "unknown job: " + *key);
  JsonWriter json(selected_fields(request));
  json.begin_object();
  write_job(json, *history, row_of(*history, *job));
  write_first_bad(json, *history, *job);
  const auto total = static_cast<std::int64_t>(history->size(*job));
  json.field("offset", page->offset);
  json.key("history").begin_array();
  for (std::int64_t i = page->begin(total), left = page->count(total); left > 0; ++i, --left) {
    write_run(json, *history, history->run(*job, static_cast<std::size_t>(total - 1 - i)));
  }
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
