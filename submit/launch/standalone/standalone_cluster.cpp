#include "submit/launch/standalone/standalone_cluster.h"

#include "submit/launch/standalone/master_addresses.h"
#include "submit/launch/standalone/master_page.h"
#include "submit/launch/standalone/rest_client.h"
#include "submit/launch/standalone/submission_request.h"

namespace afterglow::submit {
namespace {

struct StateName {
  std::string_view word;
  DriverState state;
};

constexpr StateName state_names[] = {
    {"SUBMITTED", DriverState::waiting}, {"RUNNING", DriverState::running},
    {"FINISHED", DriverState::finished}, {"RELAUNCHING", DriverState::relaunched},
    {"UNKNOWN", DriverState::unknown},   {"KILLED", DriverState::killed},
    {"FAILED", DriverState::failed},     {"ERROR", DriverState::unstartable},
};

DriverState state_of(std::string_view word) {
  for (const StateName& name : state_names) {
    if (name.word == word) return name.state;
  }
  return DriverState::unknown;
}

class StandaloneCluster : public Cluster {
 public:
  StandaloneCluster(MasterAddresses addresses, RestClient rest, std::string marker)
      : rpc_(std::move(addresses.rpc)),
        masters_(std::move(addresses.rest)),
        rest_(std::move(rest)),
        page_(std::move(addresses.ui)),
        marker_(std::move(marker)) {}

  ClusterResult<Accepted> submit(const ClusterSubmission& submission) override {
    const auto answer = rest_.create(create_request(submission, rpc_).line());
    if (!answer) return std::unexpected(answer.error());
    if (!answer->success || answer->submission_id.empty()) {
      return std::unexpected(
          ClusterError{Trouble::refused, "the master refuses the application: " + answer->message});
    }
    return Accepted{answer->submission_id, answer->spark_version};
  }

  ClusterResult<DriverStatus> status(const std::string& id) override {
    const auto answer = rest_.status(id);
    if (!answer) return std::unexpected(answer.error());
    DriverStatus status;
    status.state = answer->success ? state_of(answer->driver_state) : DriverState::absent;
    status.word = answer->driver_state;
    status.worker_id = answer->worker_id;
    status.place = answer->worker_host_port;
    status.message = answer->message;
    if (status.state == DriverState::relaunched) {
      status.successor = page_.successor_of(id, marker_).value_or("");
    }
    return status;
  }

  ClusterResult<std::string> kill(const std::string& id) override {
    const auto answer = rest_.kill(id);
    if (!answer) return std::unexpected(answer.error());
    if (!answer->success) return std::unexpected(ClusterError{Trouble::refused, answer->message});
    return answer->message;
  }

  ClusterResult<LogPart> read_log(const DriverStatus& status, const std::string& id,
                                  LogStream stream, std::int64_t offset) override {
    if (status.worker_id.empty()) return LogPart{"", offset};
    return page_.read_log(status.worker_id, id, stream, offset);
  }

  std::vector<std::string> hosts() const override {
    std::vector<std::string> hosts;
    for (const std::string& address : masters_) {
      if (auto url = parse_http_url(address)) hosts.push_back(std::move(url->host));
    }
    return hosts;
  }

 private:
  std::string rpc_;
  std::vector<std::string> masters_;  // http://HOST:PORT
  RestClient rest_;
  MasterPage page_;
  std::string marker_;
};

}  // namespace

Result<std::unique_ptr<Cluster>> open_standalone(const std::string& master, const SparkConf& conf,
                                                 const Environment& environment,
                                                 const std::string& marker) {
  auto addresses = find_masters(master, conf);
  if (!addresses) return std::unexpected(addresses.error());
  auto rest = RestClient::of(addresses->rest, conf, environment);
  if (!rest) return std::unexpected(rest.error());
  return std::make_unique<StandaloneCluster>(std::move(*addresses), std::move(*rest), marker);
}

}  // namespace afterglow::submit
