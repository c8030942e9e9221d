#include <algorithm>
#include <charconv>

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

std::vector<std::string> split_tags(std::string_view text) {
  std::vector<std::string> tags;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (comma > 0) tags.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  std::ranges::sort(tags);
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

std::optional<std::int64_t> parse_integer(const std::optional<std::string>& text) {
  std::int64_t number = 0;
  if (!text) return {};
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return {};
  return number;
}

// Before Spark 1.2 a job named only the ids of its stages.
StageInfo unknown_stage(std::int64_t id) {
  StageInfo stage;
  stage.key = {id, 0};
  stage.name = "unknown";
  stage.details = "unknown";
  return stage;
}

}  // namespace

void decode_job_start(JsonObject& event, EventSink& sink) {
  JobStart job;
  job.id = event.integer("Job ID");
  job.time = event.integer_or("Submission Time", -1);
  const bool has_infos = event.has_value("Stage Infos");
  event.each_object("Stage Infos",
                    [&](JsonObject stage) { job.stages.push_back(decode_stage_info(stage)); });
  event.each_integer("Stage IDs", [&](std::int64_t id) {
    job.stage_ids.push_back(id);
    if (!has_infos) job.stages.push_back(unknown_stage(id));
  });
  if (auto properties = event.maybe_object("Properties")) {
    job.description = properties->maybe_text("spark.job.description");
    job.group = properties->maybe_text("spark.jobGroup.id");
    job.tags = split_tags(properties->text_or("spark.job.tags", ""));
    job.sql_execution_id = parse_integer(properties->maybe_text("spark.sql.execution.id"));
  }
  emit(event, sink, std::move(job));
}

void decode_job_end(JsonObject& event, EventSink& sink) {
  JobEnd end;
  end.id = event.integer("Job ID");
  end.time = event.integer_or("Completion Time", -1);
  if (auto result = event.maybe_object("Job Result")) {
    end.succeeded = result->text("Result") == "JobSucceeded";
  } else {
    event.problem().missing("Job Result");
  }
  emit(event, sink, std::move(end));
}

}  // namespace afterglow::history
