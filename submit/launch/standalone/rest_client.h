#pragma once

#include <string>
#include <vector>

#include "common/net/http_client.h"
#include "submit/launch/cluster.h"

namespace afterglow::submit {

// What a master's REST server answered: the fields of all of Spark's responses that we use.
struct RestAnswer {
  bool success = false;
  std::string message;
  std::string submission_id;
  std::string driver_state;
  std::string worker_id;
  std::string worker_host_port;
  std::string spark_version;  // the master's; empty: it did not say
};

// What may be wrong where no master can be reached, as the end of a message.
inline constexpr char rest_advice[] =
    "; are masters there that take submissions (spark.master.rest.enabled=true, which is the "
    "default since Spark 4.1 only)?";

// The masters of one cluster, of which one is the leader. Each call goes to one after the other,
// beginning with the one that led last, until the leader has answered: those that cannot be reached
// and those that are not the leader take no requests.
class RestClient {
 public:
  // `token` goes into the header Authorization; empty: none.
  RestClient(std::vector<std::string> masters, std::string token);
  // With a token where the configuration has a key for it.
  static Result<RestClient> of(std::vector<std::string> masters, const SparkConf& conf,
                               const Environment& environment);

  // POST create. A request that a master may have read is sent to no other one.
  ClusterResult<RestAnswer> create(const std::string& body);
  // Repeating these does no harm.
  ClusterResult<RestAnswer> status(const std::string& id);
  ClusterResult<RestAnswer> kill(const std::string& id);

 private:
  enum class Repeatable { yes, no };
  ClusterResult<RestAnswer> ask_all(const HttpRequest& request, Repeatable repeatable);

  std::vector<std::string> masters_;
  std::string token_;
  std::size_t leader_ = 0;
};

}  // namespace afterglow::submit
