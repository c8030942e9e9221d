#include "submit/launch/standalone/rest_client.h"

#include <algorithm>
#include <optional>

#include "common/json/json.h"
#include "submit/launch/standalone/bearer_token.h"

namespace afterglow::submit {
namespace {

constexpr std::string_view not_leading = "Current state is not alive";

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

// Where a master is, for messages.
std::string place_of(const std::string& url) {
  return url.substr(std::string("http://").size());
}

ClusterError from_http(const HttpFailure& failure) {
  const bool uncertain = failure.reached == Reached::maybe;
  return {uncertain ? Trouble::uncertain : Trouble::unreachable, failure.error.message};
}

std::unexpected<ClusterError> not_spark(const std::string& place, const HttpAnswer& answer) {
  return trouble(Trouble::refused,
                 place + " answers HTTP " + std::to_string(answer.status) +
                     ", but not as the REST server of a Spark master; its port is 6066 unless "
                     "spark.master.rest.port says otherwise, and the master needs "
                     "spark.master.rest.enabled=true");
}

// What every answer but a good one means.
ClusterResult<RestAnswer> understand(const std::string& place, const HttpAnswer& http) {
  if (http.status == 401 || http.status == 403) {
    return trouble(Trouble::refused,
                   place + " wants another authentication (HTTP " + std::to_string(http.status) +
                       "); afterglow.submit.rest.secretKey, in a properties file, must be the key "
                       "of the master's JWSFilter");
  }
  const auto json = Json::parse(http.body);
  const auto action = json ? json->text_of("action") : std::nullopt;
  if (!action) {
    if (http.status >= 500) {
      return trouble(Trouble::uncertain,
                     place + " failed with HTTP " + std::to_string(http.status));
    }
    return not_spark(place, http);
  }
  const std::string message = json->text_of("message").value_or("");
  const std::string version = json->text_of("serverSparkVersion").value_or("");
  const std::string who = place + (version.empty() ? "" : " (Spark " + version + ")");
  if (http.status == 468) {
    return trouble(Trouble::refused, who + " speaks another version of the protocol: it knows " +
                                         json->text_of("highestProtocolVersion").value_or("none"));
  }
  if (http.status == 503) {
    return trouble(Trouble::unreachable, who + ": " + first_line(message));
  }
  if (http.status >= 500) {
    return trouble(Trouble::uncertain, who + " failed: " + first_line(message));
  }
  if (http.status != 200 || *action == "ErrorResponse") {
    return trouble(Trouble::refused, who + " refuses the request: " + first_line(message));
  }
  RestAnswer answer;
  answer.success = json->flag_of("success").value_or(false);
  answer.message = message;
  answer.spark_version = version;
  answer.submission_id = json->text_of("submissionId").value_or("");
  answer.driver_state = json->text_of("driverState").value_or("");
  answer.worker_id = json->text_of("workerId").value_or("");
  answer.worker_host_port = json->text_of("workerHostPort").value_or("");
  if (!answer.success && message.contains(not_leading)) {
    return trouble(Trouble::unreachable, place + " does not lead now: " +
                                             first_line(message.substr(message.find(not_leading))));
  }
  return answer;
}

}  // namespace

RestClient::RestClient(std::vector<std::string> masters, std::string token)
    : masters_(std::move(masters)), token_(std::move(token)) {}

Result<RestClient> RestClient::of(std::vector<std::string> masters, const SparkConf& conf,
                                  const Environment& environment) {
  const std::string* const key = conf.get("afterglow.submit.rest.secretKey");
  auto token =
      key == nullptr ? Result<std::string>("") : bearer_token(*key, environment.get("USER"));
  if (!token) return std::unexpected(token.error());
  return RestClient(std::move(masters), std::move(*token));
}

ClusterResult<RestAnswer> RestClient::create(const std::string& body) {
  return ask_all({.method = "POST",
                  .url = "/v1/submissions/create",
                  .headers = {{"Content-Type", "application/json;charset=UTF-8"}},
                  .body = body},
                 Repeatable::no);
}

ClusterResult<RestAnswer> RestClient::status(const std::string& id) {
  return ask_all({.method = "GET",
                  .url = "/v1/submissions/status/" + percent_encoded(id),
                  .headers = {},
                  .body = {}},
                 Repeatable::yes);
}

ClusterResult<RestAnswer> RestClient::kill(const std::string& id) {
  return ask_all({.method = "POST",
                  .url = "/v1/submissions/kill/" + percent_encoded(id),
                  .headers = {},
                  .body = {}},
                 Repeatable::yes);
}

// `wanted.url` is the path only. The worst that was met is what is told: a refusal says more than
// a master that is down.
ClusterResult<RestAnswer> RestClient::ask_all(const HttpRequest& wanted, Repeatable repeatable) {
  std::vector<std::string> messages;
  std::optional<ClusterError> worst;
  bool anybody = false;
  for (std::size_t i = 0; i < masters_.size(); ++i) {
    const std::size_t turn = (leader_ + i) % masters_.size();
    HttpRequest request = wanted;
    request.url = masters_[turn] + wanted.url;
    if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
    const auto http = http_fetch(request);
    anybody = anybody || http;
    const auto answer = http ? understand(place_of(masters_[turn]), *http)
                             : ClusterResult<RestAnswer>(std::unexpected(from_http(http.error())));
    if (answer) {
      leader_ = turn;
      return answer;
    }
    if (repeatable == Repeatable::no && answer.error().trouble == Trouble::uncertain) return answer;
    messages.push_back(answer.error().message);
    if (!worst || answer.error().trouble == Trouble::refused) worst = answer.error();
  }
  // What may be repeated is never in doubt.
  if (worst->trouble == Trouble::uncertain) worst->trouble = Trouble::unreachable;
  worst->message.clear();
  for (const std::string& message : messages) {
    worst->message += (worst->message.empty() ? "" : "; ") + message;
  }
  const bool submitting = repeatable == Repeatable::no;
  if (submitting && worst->trouble == Trouble::unreachable && !anybody) {
    worst->message += rest_advice;
  }
  return std::unexpected(*worst);
}

}  // namespace afterglow::submit
