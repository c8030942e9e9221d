#include "historyserver/events/event_decoder.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "historyserver/eventlog/line_splitter.h"
#include "historyserver/events/decode.h"
#include "historyserver/events/task_line.h"

namespace afterglow::history {
namespace {

static_assert(kLinePadding >= simdjson::SIMDJSON_PADDING);

struct NamedDecoder {
  std::string_view name;
  DecodeFunction decode;
};

// Sorted by name. Events of org.apache.spark.scheduler are written with their package when Jackson
// writes them; the same incident is logged under its old (Blacklisted) and new (Excluded) name.
constexpr std::array kDecoders = std::to_array<NamedDecoder>({
    {"SparkListenerApplicationEnd", decode_application_end},
    {"SparkListenerApplicationStart", decode_application_start},
    {"SparkListenerBlockManagerAdded", decode_block_manager_added},
    {"SparkListenerBlockUpdated", decode_block_updated},
    {"SparkListenerEnvironmentUpdate", decode_environment_update},
    {"SparkListenerExecutorAdded", decode_executor_added},
    {"SparkListenerExecutorMetricsUpdate", decode_executor_metrics_update},
    {"SparkListenerExecutorRemoved", decode_executor_removed},
    {"SparkListenerJobEnd", decode_job_end},
    {"SparkListenerJobStart", decode_job_start},
    {"SparkListenerLogStart", decode_log_start},
    {"SparkListenerResourceProfileAdded", decode_resource_profile_added},
    {"SparkListenerStageCompleted", decode_stage_completed},
    {"SparkListenerStageExecutorMetrics", decode_stage_executor_metrics},
    {"SparkListenerStageSubmitted", decode_stage_submitted},
    {"SparkListenerTaskEnd", decode_task_end},
    {"SparkListenerTaskGettingResult", decode_task_getting_result},
    {"SparkListenerTaskStart", decode_task_start},
    {"SparkListenerUnpersistRDD", decode_unpersist_rdd},
    {"org.apache.spark.scheduler.SparkListenerExecutorBlacklisted", decode_executor_excluded},
    {"org.apache.spark.scheduler.SparkListenerExecutorBlacklistedForStage",
     decode_executor_excluded_for_stage},
    {"org.apache.spark.scheduler.SparkListenerExecutorExcluded", decode_executor_excluded},
    {"org.apache.spark.scheduler.SparkListenerExecutorExcludedForStage",
     decode_executor_excluded_for_stage},
    {"org.apache.spark.scheduler.SparkListenerExecutorUnblacklisted", decode_executor_unexcluded},
    {"org.apache.spark.scheduler.SparkListenerExecutorUnexcluded", decode_executor_unexcluded},
    {"org.apache.spark.scheduler.SparkListenerMiscellaneousProcessAdded",
     decode_miscellaneous_process_added},
    {"org.apache.spark.scheduler.SparkListenerNodeBlacklisted", decode_node_excluded},
    {"org.apache.spark.scheduler.SparkListenerNodeBlacklistedForStage",
     decode_node_excluded_for_stage},
    {"org.apache.spark.scheduler.SparkListenerNodeExcluded", decode_node_excluded},
    {"org.apache.spark.scheduler.SparkListenerNodeExcludedForStage",
     decode_node_excluded_for_stage},
    {"org.apache.spark.scheduler.SparkListenerNodeUnblacklisted", decode_node_unexcluded},
    {"org.apache.spark.scheduler.SparkListenerNodeUnexcluded", decode_node_unexcluded},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationAnalyzed",
     decode_connect_operation_analyzed},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationCanceled",
     decode_connect_operation_canceled},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationClosed",
     decode_connect_operation_closed},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationFailed",
     decode_connect_operation_failed},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationFinished",
     decode_connect_operation_finished},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationReadyForExecution",
     decode_connect_operation_ready},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectOperationStarted",
     decode_connect_operation_started},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectSessionClosed",
     decode_connect_session_closed},
    {"org.apache.spark.sql.connect.service.SparkListenerConnectSessionStarted",
     decode_connect_session_started},
    {"org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates",
     decode_sql_driver_accum_updates},
    {"org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveExecutionUpdate",
     decode_sql_adaptive_execution_update},
    {"org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveSQLMetricUpdates",
     decode_sql_adaptive_metric_updates},
    {"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd", decode_sql_execution_end},
    {"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart",
     decode_sql_execution_start},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationCanceled",
     decode_thrift_operation_canceled},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationClosed",
     decode_thrift_operation_closed},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationError",
     decode_thrift_operation_error},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationFinish",
     decode_thrift_operation_finish},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationParsed",
     decode_thrift_operation_parsed},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationStart",
     decode_thrift_operation_start},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationTimeout",
     decode_thrift_operation_timeout},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerSessionClosed",
     decode_thrift_session_closed},
    {"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerSessionCreated",
     decode_thrift_session_created},
    {"org.apache.spark.sql.streaming.StreamingQueryListener$QueryIdleEvent",
     decode_streaming_query_idle},
    {"org.apache.spark.sql.streaming.StreamingQueryListener$QueryProgressEvent",
     decode_streaming_query_progress},
    {"org.apache.spark.sql.streaming.StreamingQueryListener$QueryStartedEvent",
     decode_streaming_query_started},
    {"org.apache.spark.sql.streaming.StreamingQueryListener$QueryTerminatedEvent",
     decode_streaming_query_terminated},
});
static_assert(std::ranges::is_sorted(kDecoders, {}, &NamedDecoder::name));

// Events of Spark's from which nothing is kept: other events tell the same (a lost block manager is
// a lost executor), or no view is about it.
constexpr std::array kUnused = std::to_array<std::string_view>({
    "SparkListenerBlockManagerRemoved",
    "org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted",
    "org.apache.spark.scheduler.SparkListenerUnschedulableTaskSetAdded",
    "org.apache.spark.scheduler.SparkListenerUnschedulableTaskSetRemoved",
    "org.apache.spark.sql.connect.service.SparkListenerConnectServiceEnd",
    "org.apache.spark.sql.connect.service.SparkListenerConnectServiceStarted",
});
static_assert(std::ranges::is_sorted(kUnused));
constexpr std::string_view kCatalogPrefix = "org.apache.spark.sql.catalyst.catalog.";

bool is_unused(std::string_view name) {
  return name.starts_with(kCatalogPrefix) || std::ranges::binary_search(kUnused, name);
}

DecodeFunction decoder_for(std::string_view name) {
  const auto found = std::ranges::lower_bound(kDecoders, name, {}, &NamedDecoder::name);
  return found != kDecoders.end() && found->name == name ? found->decode : nullptr;
}

}  // namespace

struct EventDecoder::Parser {
  simdjson::ondemand::parser parser;
};

EventDecoder::EventDecoder() : parser_(std::make_unique<Parser>()) {
#if SIMDJSON_DEVELOPMENT_CHECKS
  // Without optimisation simdjson checks itself, up to a depth that must be told.
  constexpr std::size_t kCapacity = std::size_t{1} << 16;
  if (parser_->parser.allocate(kCapacity, 2 * kMaxPlanDepth + 100) != simdjson::SUCCESS) {
    throw std::bad_alloc();
  }
#endif
}
EventDecoder::~EventDecoder() = default;

Result<void> EventDecoder::decode(std::string_view line, EventSink& sink) {
  if (TaskEnd end; read_task_end_line(line, end)) {
    sink.on(std::move(end));
    return {};
  }
  if (TaskStart start; read_task_start_line(line, start)) {
    sink.on(std::move(start));
    return {};
  }
  return decode_any(line, sink);
}

Result<void> EventDecoder::decode_any(std::string_view line, EventSink& sink) {
  DecodeProblem problem;
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  auto error =
      parser_->parser.iterate(line.data(), line.size(), line.size() + kLinePadding).get(document);
  if (error == simdjson::SUCCESS) error = document.get_object().get(object);
  if (error != simdjson::SUCCESS) {
    problem.broken(error);
    return fail(ErrorKind::corrupt, std::move(problem.text));
  }
  JsonObject event(object, problem);
  const std::string name = event.text("Event");
  if (!problem.found()) {
    if (const DecodeFunction function = decoder_for(name)) {
      function(event, sink);
    } else if (is_unused(name)) {
      sink.on_unused(name);
    } else {
      sink.on_unknown(name);
    }
  }
  if (!problem.found()) return {};
  if (!name.empty()) problem.text = name + ": " + problem.text;
  return fail(ErrorKind::corrupt, std::move(problem.text));
}

}  // namespace afterglow::history
