#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

RddInfo decode_rdd(JsonObject object) {
  RddInfo rdd;
  rdd.id = object.integer("RDD ID");
  rdd.name = object.text_or("Name", "");
  rdd.scope = object.maybe_text("Scope");
  rdd.callsite = object.text_or("Callsite", "");
  object.each_integer("Parent IDs", [&](std::int64_t id) { rdd.parent_ids.push_back(id); });
  if (auto level = object.maybe_object("Storage Level")) {
    rdd.storage_level = decode_storage_level(*level);
  }
  rdd.barrier = object.boolean_or("Barrier", false);
  if (auto level = object.maybe_text("DeterministicLevel")) rdd.determinism = *std::move(level);
  rdd.partitions = object.integer_or("Number of Partitions", 0);
  rdd.cached_partitions = object.integer_or("Number of Cached Partitions", 0);
  rdd.memory_size = object.integer_or("Memory Size", 0);
  rdd.disk_size = object.integer_or("Disk Size", 0);
  return rdd;
}

StageInfo stage_info_of(JsonObject& event) {
  if (auto info = event.maybe_object("Stage Info")) return decode_stage_info(*info);
  event.problem().missing("Stage Info");
  return {};
}

}  // namespace

StageInfo decode_stage_info(JsonObject object) {
  StageInfo stage;
  stage.key.stage_id = object.integer("Stage ID");
  stage.key.attempt = object.integer_or("Stage Attempt ID", 0);
  stage.name = object.text("Stage Name");
  stage.task_count = object.integer("Number of Tasks");
  object.each_object("RDD Info", [&](JsonObject rdd) { stage.rdds.push_back(decode_rdd(rdd)); });
  object.each_integer("Parent IDs", [&](std::int64_t id) { stage.parent_ids.push_back(id); });
  stage.details = object.text_or("Details", "");
  stage.submission_time = object.maybe_integer("Submission Time");
  stage.completion_time = object.maybe_integer("Completion Time");
  stage.failure_reason = object.maybe_text("Failure Reason");
  stage.accumulables = decode_stage_accumulables(object, "Accumulables");
  stage.resource_profile_id = object.integer_or("Resource Profile Id", 0);
  stage.shuffle_push_enabled = object.boolean_or("Shuffle Push Enabled", false);
  stage.shuffle_push_mergers = object.integer_or("Shuffle Push Mergers Count", 0);
  return stage;
}

void decode_stage_submitted(JsonObject& event, EventSink& sink) {
  StageSubmitted submitted;
  submitted.info = stage_info_of(event);
  if (auto properties = event.maybe_object("Properties")) {
    submitted.description = properties->maybe_text("spark.job.description");
    submitted.pool = properties->maybe_text("spark.scheduler.pool");
  }
  emit(event, sink, std::move(submitted));
}

void decode_stage_completed(JsonObject& event, EventSink& sink) {
  emit(event, sink, StageCompleted{stage_info_of(event)});
}

}  // namespace afterglow::history
