#pragma once

#include "historyserver/api/json_writer.h"
#include "historyserver/store/stage_store.h"

namespace afterglow::history {

// The members of a StageData object in Spark's order, into an object that is open: head, then
// tasks, executor summaries and speculation summary if asked for, tail, distributions, end.
void write_stage_head(JsonWriter& json, const StageRow& stage);
void write_executor_summaries(JsonWriter& json, const std::vector<ExecutorStageRow>& executors);
void write_speculation_summary(JsonWriter& json, const StageRow& stage);
void write_stage_tail(JsonWriter& json, const StageRow& stage);
void write_stage_end(JsonWriter& json, const StageRow& stage);

}  // namespace afterglow::history
