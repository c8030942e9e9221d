#include "historyserver/events/event_decoder.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "historyserver/eventlog/line_splitter.h"
#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

static_assert(kLinePadding >= simdjson::SIMDJSON_PADDING);

struct NamedDecoder {
  std::string_view name;
  DecodeFunction decode;
};

void ignore(JsonObject&, EventSink&) {}

// Sorted by name. Events of org.apache.spark.scheduler are written with their package when Jackson
// writes them; the same incident is logged under its old (Blacklisted) and new (Excluded) name.
constexpr std::array kDecoders = std::to_array<NamedDecoder>({
    {"SparkListenerApplicationEnd", decode_application_end},
    {"SparkListenerApplicationStart", decode_application_start},
    {"SparkListenerBlockManagerAdded", decode_block_manager_added},
    {"SparkListenerBlockManagerRemoved", ignore},
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
    {"SparkListenerTaskGettingResult", ignore},
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
    {"org.apache.spark.scheduler.SparkListenerNodeBlacklisted", decode_node_excluded},
    {"org.apache.spark.scheduler.SparkListenerNodeBlacklistedForStage",
     decode_node_excluded_for_stage},
    {"org.apache.spark.scheduler.SparkListenerNodeExcluded", decode_node_excluded},
    {"org.apache.spark.scheduler.SparkListenerNodeExcludedForStage",
     decode_node_excluded_for_stage},
    {"org.apache.spark.scheduler.SparkListenerNodeUnblacklisted", decode_node_unexcluded},
    {"org.apache.spark.scheduler.SparkListenerNodeUnexcluded", decode_node_unexcluded},
});
static_assert(std::ranges::is_sorted(kDecoders, {}, &NamedDecoder::name));

DecodeFunction decoder_for(std::string_view name) {
  const auto found = std::ranges::lower_bound(kDecoders, name, {}, &NamedDecoder::name);
  return found != kDecoders.end() && found->name == name ? found->decode : nullptr;
}

}  // namespace

struct EventDecoder::Parser {
  simdjson::ondemand::parser parser;
};

EventDecoder::EventDecoder() : parser_(std::make_unique<Parser>()) {}
EventDecoder::~EventDecoder() = default;

Result<void> EventDecoder::decode(std::string_view line, EventSink& sink) {
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
    } else {
      sink.on_unknown(name);
    }
  }
  if (!problem.found()) return {};
  if (!name.empty()) problem.text = name + ": " + problem.text;
  return fail(ErrorKind::corrupt, std::move(problem.text));
}

}  // namespace afterglow::history
