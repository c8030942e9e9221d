#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

// The texts are those of Spark's TaskEndReason.toErrorString: clients match on them.

std::string stack_frame(JsonObject frame) {
  const std::string where =
      frame.text_or("Declaring Class", "") + "." + frame.text_or("Method Name", "");
  const auto file = frame.maybe_text("File Name");
  const std::int64_t line = frame.integer_or("Line Number", -1);
  if (line == -2) return where + "(Native Method)";
  if (!file) return where + "(Unknown Source)";
  return where + "(" + *file + (line >= 0 ? ":" + std::to_string(line) : "") + ")";
}

std::string exception_failure(JsonObject& reason) {
  const std::string class_name = reason.text_or("Class Name", "");
  const std::string description = reason.text_or("Description", "null");
  std::string frames;
  reason.each_object("Stack Trace", [&](JsonObject frame) {
    frames += (frames.empty() ? "        " : "\n        ") + stack_frame(frame);
  });
  if (auto full = reason.maybe_text("Full Stack Trace")) return *std::move(full);
  return class_name + ": " + description + "\n" + frames;
}

std::string fetch_failed(JsonObject& reason) {
  std::string address = "null";
  if (auto manager = reason.maybe_object("Block Manager Address")) {
    const BlockManagerId id = decode_block_manager_id(*manager);
    address = "BlockManagerId(" + id.executor_id + ", " + id.host + ", " + std::to_string(id.port) +
              ", None)";
  }
  const auto number = [&](std::string_view key) { return std::to_string(reason.integer(key)); };
  const std::string shuffle_id = number("Shuffle ID");
  const std::string map_id = number("Map ID");
  const auto map_index = reason.maybe_integer("Map Index");
  const std::string reduce_id = number("Reduce ID");
  return "FetchFailed(" + address + ", shuffleId=" + shuffle_id +
         ", mapIndex=" + (map_index ? std::to_string(*map_index) : "Unknown") +
         ", mapId=" + map_id + ", reduceId=" + reduce_id + ", message=\n" +
         reason.text_or("Message", "Unknown reason") + "\n)";
}

std::string commit_denied(JsonObject& reason) {
  const auto number = [&](std::string_view key) {
    return std::to_string(reason.integer_or(key, -1));
  };
  std::string text = "TaskCommitDenied (Driver denied task commit) for job: " + number("Job ID");
  text += ", partition: " + number("Partition ID");
  text += ", attemptNumber: " + number("Attempt Number");
  return text;
}

std::string executor_lost(JsonObject& reason) {
  const std::string executor = reason.text_or("Executor ID", "Unknown");
  const bool by_app = reason.boolean_or("Exit Caused By App", true);
  const auto loss = reason.maybe_text("Loss Reason");
  return "ExecutorLostFailure (executor " + executor + " exited " +
         (by_app ? "caused by one of the running tasks" : "unrelated to the running tasks") + ")" +
         (loss ? " Reason: " + *loss : "");
}

}  // namespace

void decode_task_end_reason(JsonObject reason, TaskEnd& end) {
  const std::string kind = reason.text("Reason");
  end.outcome = TaskOutcome::failed;
  if (kind == "Success") {
    end.outcome = TaskOutcome::success;
  } else if (kind == "TaskKilled") {
    end.outcome = TaskOutcome::killed;
    end.error = reason.text_or("Kill Reason", "unknown reason");
  } else if (kind == "TaskCommitDenied") {
    end.outcome = TaskOutcome::commit_denied;
    end.error = commit_denied(reason);
  } else if (kind == "Resubmitted") {
    end.outcome = TaskOutcome::resubmitted;
    end.error = "Resubmitted (resubmitted due to lost executor)";
  } else if (kind == "FetchFailed") {
    end.error = fetch_failed(reason);
  } else if (kind == "ExceptionFailure") {
    end.error = exception_failure(reason);
  } else if (kind == "ExecutorLostFailure") {
    end.error = executor_lost(reason);
  } else if (kind == "TaskResultLost") {
    end.error = "TaskResultLost (result lost from block manager)";
  } else {
    end.error = "UnknownReason";
  }
}

}  // namespace afterglow::history
