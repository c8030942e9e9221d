#include "submit/launch/standalone/standalone_check.h"

#include <algorithm>
#include <charconv>

#include "common/base/quantities.h"
#include "submit/launch/standalone/master_addresses.h"
#include "submit/launch/standalone/master_page.h"
#include "submit/launch/standalone/rest_client.h"

namespace afterglow::submit {
namespace {

constexpr std::int64_t megabyte = 1024 * 1024;
constexpr char no_driver[] = "driver-0";  // an id that none has

std::int64_t memory_of(const SparkConf& conf, std::string_view key) {
  const std::string* const text = conf.get(key);
  const auto bytes = parse_bytes(text == nullptr ? "1g" : *text, megabyte);
  return bytes ? *bytes / megabyte : 0;  // what is no size was told before
}

std::int64_t count_of(const SparkConf& conf, std::string_view key) {
  const std::string* const text = conf.get(key);
  std::int64_t count = 1;
  if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), count);
  return count;
}

void check_size(std::string_view what, std::int64_t wanted, std::int64_t largest,
                std::string_view remedy, Problems& problems) {
  if (wanted <= largest) return;
  problems.push_back(std::string(what) + " of " + std::to_string(wanted) +
                     " fits on no worker: the largest has " + std::to_string(largest) + "; " +
                     std::string(remedy));
}

void check_sizes(const SubmissionPlan& plan, const std::vector<std::string>& masters,
                 Problems& problems) {
  const auto workers = MasterPage(masters).workers();
  if (!workers) return;
  if (workers->empty()) {
    problems.push_back("the cluster " + plan.master.text +
                       " has no worker at the moment; start one");
    return;
  }
  const std::int64_t memory = std::ranges::max(*workers, {}, &WorkerSize::megabytes).megabytes;
  const std::int64_t cores = std::ranges::max(*workers, {}, &WorkerSize::cores).cores;
  const SparkConf& conf = plan.effective_conf;
  if (plan.deploy_mode == DeployMode::cluster) {
    check_size("a driver memory in MB", memory_of(conf, "spark.driver.memory"), memory,
               "lower --driver-memory", problems);
    check_size("a number of driver cores", count_of(conf, "spark.driver.cores"), cores,
               "lower --driver-cores", problems);
  }
  check_size("an executor memory in MB", memory_of(conf, "spark.executor.memory"), memory,
             "lower --executor-memory", problems);
  check_size("a number of executor cores", count_of(conf, "spark.executor.cores"), cores,
             "lower --executor-cores", problems);
}

void check_connections(const std::string& masters, Problems& problems) {
  std::string messages;
  for (std::string_view rest = std::string_view(masters).substr(kSparkScheme.size());
       !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto connected = check_connection("http://" + std::string(rest.substr(0, comma)));
    if (connected) return;
    messages += (messages.empty() ? "" : "; ") + connected.error().message;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  problems.push_back("no master of " + masters + " can be reached: " + messages);
}

}  // namespace

void check_standalone(const SubmissionPlan& plan, const Surroundings& surroundings,
                      Problems& problems) {
  const auto addresses = find_masters(plan.master.text, plan.effective_conf);
  auto client = addresses
                    ? RestClient::of(addresses->rest, plan.effective_conf, surroundings.environment)
                    : Result<RestClient>(std::unexpected(addresses.error()));
  if (!client) {
    problems.push_back(client.error().message);
    return;
  }
  const auto answer = client->status(no_driver);
  if (!answer) {
    const bool silent = answer.error().trouble == Trouble::unreachable;
    problems.push_back(answer.error().message + (silent ? rest_advice : ""));
  }
  if (answer) check_sizes(plan, addresses->ui, problems);
}

void check_standalone_client(const SubmissionPlan& plan, const Surroundings& surroundings,
                             Problems& problems) {
  const auto addresses = find_masters(plan.master.text, plan.effective_conf);
  if (!addresses) {
    problems.push_back(addresses.error().message);
    return;
  }
  const std::size_t before = problems.size();
  check_connections(addresses->rpc, problems);
  if (problems.size() > before) return;
  auto client = RestClient::of(addresses->rest, plan.effective_conf, surroundings.environment);
  const auto answer = client ? client->status(no_driver) : ClusterResult<RestAnswer>(RestAnswer{});
  const std::string& here = surroundings.spark.version_text;
  if (answer && is_other_release(answer->spark_version, here)) {
    problems.push_back(
        "the cluster runs Spark " + answer->spark_version + ", and the driver would be of Spark " +
        here + " (" + surroundings.spark.home.string() +
        "); they do not understand each other: set SPARK_HOME to a Spark " + answer->spark_version);
  }
  check_sizes(plan, addresses->ui, problems);
}

}  // namespace afterglow::submit
