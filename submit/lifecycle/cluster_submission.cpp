#include "submit/lifecycle/cluster_submission.h"

#include <sys/random.h>

#include <algorithm>
#include <charconv>

#include "common/net/http_client.h"
#include "submit/launch/clusters.h"
#include "submit/lifecycle/driver_end.h"
#include "submit/lifecycle/exit_codes.h"
#include "submit/lifecycle/remembered_plan.h"
#include "submit/lifecycle/signals.h"
#include "submit/staging/gateway_server.h"
#include "submit/staging/readable_files.h"
#include "submit/staging/shared_folder.h"

namespace afterglow::submit {
namespace {

using std::chrono::milliseconds;

// Between attempts to submit while no master takes requests: half a second, then twice as long
// each time. A cluster of several masters may be choosing a leader, which takes longer.
constexpr milliseconds first_retry_pause{500};
constexpr int attempts_with_one_master = 2;
constexpr int attempts_with_several = 6;

std::string random_marker() {
  std::uint64_t bits[2] = {};
  if (getrandom(bits, sizeof bits, 0) != sizeof bits) return {};
  std::string text;
  for (const std::uint64_t half : bits) {
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[half >> shift & 15];
  }
  return text;
}

class Submission {
 public:
  Submission(const SubmissionPlan& plan, const Environment& environment, const Reporter& reporter,
             const ClusterOptions& options)
      : plan_(plan), environment_(environment), reporter_(reporter), options_(options) {}

  int run() {
    if (const auto problem = prepare()) return failed(problem->message);
    auto registry_folder = Registry::folder(environment_);
    auto registry = registry_folder ? Registry::open(*registry_folder)
                                    : Result<Registry>(std::unexpected(registry_folder.error()));
    if (!registry) return failed(registry.error().message);
    auto begun = registry->begin(remembered_plan(plan_, marker_), options_.idempotency_key);
    if (!begun) return failed(begun.error().message);
    record_ = std::move(begun->record);
    if (begun->repeated) return repeated(*registry);

    auto readable = publish();
    if (!readable || was_interrupted(milliseconds(0))) {
      drop(*registry);
      return signal_ != 0 ? interrupted() : failed(readable.error().message);
    }
    const auto accepted = send(std::move(*readable));
    if (!accepted && signal_ != 0) drop(*registry);
    if (!accepted) return signal_ != 0 ? interrupted() : not_accepted(*registry, accepted.error());
    record_.id = accepted->id;
    if (server_) server_->serve_for(accepted->id);
    if (folder_) record_.staged = folder_->keep();
    if (const auto kept = registry->accept(record_); !kept) {
      reporter_.say("warning: " + kept.error().message, "warning");
    }
    say_accepted();
    say_version(accepted->spark_version);
    return options_.waiting == Waiting::no
               ? exit_ok
               : watch(*cluster_, *registry, record_, reporter_, options_.watch);
  }

 private:
  int failed(const std::string& message) const {
    reporter_.error(message + "; nothing was submitted", exit_code_);
    return exit_code_;
  }

  // Before a master was asked, or after it did not take the request.
  int interrupted() const {
    reporter_.error("interrupted; nothing was submitted", 128 + signal_);
    return 128 + signal_;
  }

  bool was_interrupted(milliseconds within) {
    if (signal_ == 0) signal_ = signals_.wait(within);
    return signal_ != 0;
  }

  std::optional<Error> prepare() {
    marker_ = random_marker();
    auto cluster = open_cluster(plan_.master, plan_.effective_conf, environment_, marker_);
    if (!cluster) return cluster.error();
    cluster_ = std::move(*cluster);
    auto files = find_application_files(plan_);
    if (!files) return files.error();
    files_ = std::move(*files);
    auto secrets = secret_properties(plan_);
    if (!secrets) return secrets.error();
    secrets_ = std::move(*secrets);
    return std::nullopt;
  }

  bool any_on_this_machine() const {
    return std::ranges::any_of(files_, [](const auto& file) { return !file.path.empty(); });
  }

  Result<ReadableFiles> publish() {
    if (const std::string* const folder =
            plan_.effective_conf.get("afterglow.submit.staging.dir")) {
      auto opened = SharedFolder::open(*folder, environment_.get("USER"),
                                       [this] { return was_interrupted(milliseconds(0)); });
      if (!opened) return std::unexpected(opened.error());
      folder_.emplace(std::move(*opened));
      return publish_all(files_, secrets_, *folder_);
    }
    if (!any_on_this_machine() && secrets_.empty()) {
      struct Nobody : Publisher {
        Result<std::string> publish(const std::string& path, const std::string&) override {
          return path;
        }
        Result<std::string> publish_text(const std::string& text, const std::string&) override {
          return text;
        }
      } nobody;
      return publish_all(files_, secrets_, nobody);
    }
    return serve();
  }

  Result<std::string> address_towards_cluster() const {
    Result<std::string> address = fail(ErrorKind::unavailable, "the cluster has no host");
    for (const std::string& host : cluster_->hosts()) {
      address = local_address_towards(host);
      if (address) break;
    }
    return address;
  }

  Result<ReadableFiles> serve() {
    const SparkConf& conf = plan_.effective_conf;
    const std::string* const given = conf.get("afterglow.submit.staging.host");
    const auto address = given != nullptr ? Result<std::string>(*given) : address_towards_cluster();
    if (!address) {
      exit_code_ = exit_unreachable;
      return std::unexpected(address.error());
    }
    std::uint16_t port = 0;
    if (const std::string* const text = conf.get("afterglow.submit.staging.port")) {
      const char* const end = text->data() + text->size();
      const auto [rest, problem] = std::from_chars(text->data(), end, port);
      if (problem != std::errc() || rest != end) {
        return fail(ErrorKind::invalid_argument,
                    "afterglow.submit.staging.port: \"" + *text + "\" is not a port");
      }
    }
    auto opened = GatewayServer::open(*address, port);
    if (!opened && given != nullptr) {
      return fail(opened.error().kind, opened.error().message +
                                           "; afterglow.submit.staging.host must be a name or an "
                                           "address of this machine");
    }
    if (!opened) return std::unexpected(opened.error());
    server_.emplace(std::move(*opened));
    auto readable = publish_all(files_, secrets_, *server_);
    if (!readable) return readable;
    const auto process = server_->start(DriverEnd(*cluster_));
    if (!process) return std::unexpected(process.error());
    reporter_.say("serving the application's files from " + *address + " (process " +
                      std::to_string(*process) +
                      ") until its driver has ended, or the cluster has been silent for " +
                      std::to_string(silence_of_a_cluster.count()) + " minutes",
                  "serving", Json::object().set("address", *address).set("process", *process));
    return readable;
  }

  ClusterResult<Accepted> send(ReadableFiles readable) {
    const ClusterSubmission submission{plan_, environment_, std::move(readable), marker_,
                                       options_.spark_version};
    const bool several = plan_.master.text.contains(',');
    const int attempts = several ? attempts_with_several : attempts_with_one_master;
    milliseconds pause = first_retry_pause;
    for (int attempt = 1;; ++attempt, pause *= 2) {
      auto accepted = cluster_->submit(submission);
      if (accepted || accepted.error().trouble != Trouble::unreachable || attempt == attempts)
        return accepted;
      reporter_.say(accepted.error().message + "; trying again in " +
                        std::to_string(pause.count() / 1000) + "." +
                        std::to_string(pause.count() / 100 % 10) + " s",
                    "retry", Json::object().set("message", accepted.error().message));
      if (was_interrupted(pause)) return accepted;
    }
  }

  int not_accepted(Registry& registry, const ClusterError& error) {
    if (error.trouble == Trouble::uncertain) {
      record_.message = error.message;
      if (folder_) record_.staged = folder_->keep();
      const auto kept = registry.update(record_);
      reporter_.error(error.message + "; the application may have been submitted: look for " +
                          record_.name + " at the master before you submit again" +
                          (kept ? "" : " (" + kept.error().message + ")"),
                      exit_uncertain);
      return exit_uncertain;
    }
    drop(registry);
    const ExitCode exit_code = error.trouble == Trouble::refused ? exit_refused : exit_unreachable;
    reporter_.error(error.message + "; nothing was submitted", exit_code);
    return exit_code;
  }

  void drop(Registry& registry) const {
    if (const auto forgotten = registry.forget(record_); !forgotten) {
      reporter_.say("warning: " + forgotten.error().message, "warning");
    }
  }

  int repeated(Registry& registry) {
    if (record_.id.empty()) {
      reporter_.error(
          "the first submission with this --idempotency-key may or may not have been "
          "accepted" +
              (record_.message.empty() ? "" : " (" + record_.message + ")") + "; look for " +
              record_.name + " at the master, and use another key to submit again",
          exit_uncertain);
      return exit_uncertain;
    }
    // The first submission's marker finds its successors.
    auto cluster = open_cluster(plan_.master, plan_.effective_conf, environment_, record_.marker);
    if (cluster) cluster_ = std::move(*cluster);
    reporter_.say("this --idempotency-key was used before: " + record_.id, "repeated",
                  Json::object().set("id", record_.id));
    if (reporter_.talk() == Talk::quiet && reporter_.format() == OutputFormat::text) say_accepted();
    return options_.waiting == Waiting::no
               ? exit_ok
               : watch(*cluster_, registry, record_, reporter_, options_.watch);
  }

  void say_accepted() const {
    if (reporter_.talk() == Talk::quiet && reporter_.format() == OutputFormat::text) {
      reporter_.result(record_.id + "\n", Json::object());
      return;
    }
    reporter_.say("submitted as " + record_.id, "submitted",
                  Json::object()
                      .set("id", record_.id)
                      .set("master", record_.master)
                      .set("name", record_.name));
  }

  void say_version(const std::string& cluster) const {
    if (!is_other_release(cluster, options_.spark_version)) return;
    reporter_.say("the cluster runs Spark " + cluster +
                      ", and so does the driver; the Spark here is " + options_.spark_version,
                  "version",
                  Json::object().set("cluster", cluster).set("here", options_.spark_version));
  }

  const SubmissionPlan& plan_;
  const Environment& environment_;
  const Reporter& reporter_;
  const ClusterOptions& options_;
  ExitCode exit_code_ = exit_error;  // of what fails before a master was asked
  Signals signals_;
  int signal_ = 0;
  std::string marker_;
  std::unique_ptr<Cluster> cluster_;
  std::vector<ApplicationFile> files_;
  std::string secrets_;
  SubmissionRecord record_;
  std::optional<SharedFolder> folder_;
  std::optional<GatewayServer> server_;
};

}  // namespace

int submit_to_cluster(const SubmissionPlan& plan, const Environment& environment,
                      const Reporter& reporter, const ClusterOptions& options) {
  return Submission(plan, environment, reporter, options).run();
}

}  // namespace afterglow::submit
