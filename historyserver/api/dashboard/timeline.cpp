#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "historyserver/api/dashboard/range_parameters.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/span_lanes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxWidth = 4000;
constexpr std::int64_t kMaxTimelineLanes = 40;
// Names are for bars that have room for them, and for pointing at.
constexpr std::size_t kNames = 400;

struct Kind {
  std::string_view name;
  SpanKind kind;
};
constexpr std::array<Kind, 3> kTimelineKinds = {
    {{"queries", SpanKind::query}, {"jobs", SpanKind::job}, {"stages", SpanKind::stage}}};

template <typename Member>
void write_column(JsonWriter& json, std::string_view name, const std::vector<LaneBlock>& blocks,
                  Member LaneBlock::*member) {
  json.key(name).begin_array();
  for (const LaneBlock& block : blocks) json.value(block.*member);
  json.end_array();
}

Result<void> write_names(JsonWriter& json, OpenAttempt& attempt, SpanKind kind,
                         const std::vector<LaneBlock>& blocks) {
  std::vector<SpanRow> named;
  for (const LaneBlock& block : blocks) {
    if (block.count != 1) continue;
    named.push_back({.id = block.id,
                     .attempt = block.attempt,
                     .status = {},
                     .start = block.start,
                     .end = block.end});
  }
  std::ranges::sort(named, std::ranges::greater(),
                    [](const SpanRow& span) { return span.end - span.start; });
  if (named.size() > kNames) named.resize(kNames);
  const auto names = attempt.database->timeline.names(kind, named);
  if (!names) return std::unexpected(names.error());
  std::map<std::pair<std::int64_t, std::int64_t>, std::string_view> by_key;
  for (const SpanName& one : *names) by_key[{one.id, one.attempt}] = one.name;
  json.key("name").begin_array();
  for (const LaneBlock& block : blocks) {
    const auto found = by_key.find({block.id, block.attempt});
    json.value(found == by_key.end() || block.count != 1 ? std::string_view() : found->second);
  }
  json.end_array();
  return {};
}

Result<void> write_lanes(JsonWriter& json, OpenAttempt& attempt, const Kind& kind,
                         std::vector<SpanRow> spans, const LaneView& view) {
  const SpanLanes lanes = lay_in_lanes(spans, view);
  json.key(kind.name).begin_object().field("lanes", lanes.lanes).field("spans", lanes.spans);
  for (const auto& [name, member] :
       {std::pair{"lane", &LaneBlock::lane}, std::pair{"start", &LaneBlock::start},
        std::pair{"end", &LaneBlock::end}, std::pair{"count", &LaneBlock::count},
        std::pair{"failed", &LaneBlock::failed}, std::pair{"running", &LaneBlock::running},
        std::pair{"id", &LaneBlock::id}, std::pair{"attempt", &LaneBlock::attempt}}) {
    write_column(json, name, lanes.blocks, member);
  }
  write_column(json, "status", lanes.blocks, &LaneBlock::status);
  auto done = write_names(json, attempt, kind.kind, lanes.blocks);
  json.end_object();
  return done;
}

// Executors that came and went at the same pixel, told together.
struct Mark {
  std::int64_t time = 0;
  std::int64_t added = 0;
  std::int64_t removed = 0;
  std::string text;  // which, and why it went; of the first one
};

Result<void> write_executors(JsonWriter& json, OpenAttempt& attempt, const LaneView& view) {
  const auto executors = attempt.database->executors.list();
  if (!executors) return std::unexpected(executors.error());
  std::map<std::int64_t, Mark> marks;
  const double per_pixel =
      std::max(1.0, (static_cast<double>(view.to) - static_cast<double>(view.from)) /
                        static_cast<double>(view.width));
  const auto mark_at = [&](std::int64_t time) -> Mark* {
    if (time < view.from || time > view.to) return nullptr;
    const double distance = static_cast<double>(time) - static_cast<double>(view.from);
    Mark& mark = marks[static_cast<std::int64_t>(distance / per_pixel)];
    if (mark.added + mark.removed == 0) mark.time = time;
    return &mark;
  };
  for (const ExecutorRow& executor : *executors) {
    if (Mark* mark = mark_at(executor.add_time)) {
      ++mark->added;
      if (mark->text.empty()) mark->text = executor.id + " added";
    }
    if (!executor.remove_time) continue;
    if (Mark* mark = mark_at(*executor.remove_time)) {
      ++mark->removed;
      const std::string reason = executor.remove_reason.value_or("");
      const std::string told = executor.id + " removed" + (reason.empty() ? "" : ": " + reason);
      if (mark->removed == 1) mark->text += (mark->text.empty() ? "" : "; ") + told;
    }
  }
  json.key("executors").begin_array();
  for (const auto& [pixel, mark] : marks) {
    json.begin_object()
        .field("time", mark.time)
        .field("added", mark.added)
        .field("removed", mark.removed)
        .field("text", mark.text)
        .end_object();
  }
  json.end_array();
  return {};
}

// What one thing had done, over its own time: a job its stages, a query its jobs.
struct Subject {
  SpanKind kind = SpanKind::stage;
  std::unordered_set<std::int64_t> ids;
  SpanRange range;
};

SpanRange own_range(const OpenAttempt& attempt, std::optional<std::int64_t> start,
                    std::optional<std::int64_t> end) {
  const std::int64_t until = attempt.log.told_until();
  SpanRange range;
  range.from = start.value_or(attempt.log.start_time);
  range.to = std::max(range.from + 1, end.value_or(until));
  return range;
}

Parsed<Subject> parse_job(OpenAttempt& attempt, const Request& request) {
  const auto id = int_parameter(request, "job", 0);
  if (!id) return std::unexpected(id.error());
  const auto job = attempt.database->jobs.get(*id);
  if (!job) return std::unexpected(internal_error(job.error()));
  if (!*job) return std::unexpected(text_response(404, "unknown job: " + std::to_string(*id)));
  const JobRow& row = **job;
  return Subject{.kind = SpanKind::stage,
                 .ids = {row.stage_ids.begin(), row.stage_ids.end()},
                 .range = own_range(attempt, row.submission_time, row.completion_time)};
}

Parsed<Subject> query_subject(OpenAttempt& attempt, const Request& request) {
  const auto id = int_parameter(request, "query", 0);
  if (!id) return std::unexpected(id.error());
  const auto query = attempt.database->sql.execution(*id);
  if (!query) return std::unexpected(internal_error(query.error()));
  if (!*query) return std::unexpected(text_response(404, "unknown query: " + std::to_string(*id)));
  const auto jobs = attempt.database->jobs.of_sql_executions(*id);
  if (!jobs) return std::unexpected(internal_error(jobs.error()));
  const SqlExecutionRow& row = **query;
  const auto end = row.has_late_jobs ? std::nullopt : row.completion_time;
  Subject subject{
      .kind = SpanKind::job, .ids = {}, .range = own_range(attempt, row.submission_time, end)};
  for (const SqlJobRow& job : *jobs) subject.ids.insert(job.job_id);
  return subject;
}

Parsed<std::optional<Subject>> parse_subject(OpenAttempt& attempt, const Request& request) {
  if (!request.parameter("job").value_or("").empty()) return parse_job(attempt, request);
  if (!request.parameter("query").value_or("").empty()) return query_subject(attempt, request);
  return std::nullopt;
}

}  // namespace

Response dashboard_timeline(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto parsed = parse_subject(attempt, request);
  if (!parsed) return parsed.error();
  const std::optional<Subject>& subject = *parsed;
  SpanRange whole = whole_range(attempt);
  if (subject) {
    whole = {.from = subject->range.from, .to = subject->range.to, .until = whole.until};
  }
  const auto range = range_parameters(request, whole);
  if (!range) return range.error();
  const auto width = int_parameter(request, "width", 1000);
  if (!width) return width.error();
  const auto lanes = int_parameter(request, "lanes", 12);
  if (!lanes) return lanes.error();
  const LaneView view{.from = range->from,
                      .to = std::max(range->from + 1, range->to),
                      .width = std::clamp<std::int64_t>(*width, 10, kMaxWidth),
                      .lanes = std::clamp<std::int64_t>(*lanes, 1, kMaxTimelineLanes)};
  JsonWriter json;
  json.compact();
  json.begin_object()
      .field("start", whole.from)
      .field("end", whole.to)
      .field("from", view.from)
      .field("to", view.to);
  for (const Kind& kind : kTimelineKinds) {
    if (subject && kind.kind != subject->kind) continue;
    auto spans = attempt.database->timeline.spans(kind.kind, *range);
    if (!spans) return internal_error(spans.error());
    if (subject) {
      std::erase_if(*spans, [&](const SpanRow& span) { return !subject->ids.contains(span.id); });
    }
    const auto done = write_lanes(json, attempt, kind, *std::move(spans), view);
    if (!done) return internal_error(done.error());
  }
  if (const auto done = write_executors(json, attempt, view); !done) {
    return internal_error(done.error());
  }
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
