#include "historyserver/app.h"

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "common/base/logging.h"
#include "common/base/version.h"
#include "historyserver/alerts/alerter.h"
#include "historyserver/api/http_server.h"
#include "historyserver/api/route_table.h"
#include "historyserver/ingest/pipeline.h"
#include "historyserver/ingest/scanner.h"
#include "historyserver/insights/insights.h"
#include "historyserver/query/commands.h"
#include "historyserver/query/reports.h"
#include "historyserver/settings.h"
#include "historyserver/store/catalog.h"
#include "historyserver/store/database_copy.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kAnswerCacheSize = 16'000'000;  // bytes
// As many as clients of a few cores are answered at once; each holds some hundred kilobytes.
constexpr std::size_t kWaitingDatabases = 16;

// A client that does not take its answer must not hold up the end. What is stored survives any.
constexpr std::chrono::seconds kStopWithin{5};
constexpr std::chrono::seconds kWaitForStore{1};

void end_after(std::chrono::seconds time) {
  std::thread([time] {
    std::this_thread::sleep_for(time);
    log_warn("a client has not taken its answer: ending without it");
    std::_Exit(0);
  }).detach();
}

// Threads come and go with clients: what they use for a moment goes back to the system instead of
// being kept for each of them; not the last of it, or each small log would fetch it again.
void give_memory_back() {
  mallopt(M_ARENA_MAX, 4);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 2 << 20);
}

// Another build of this program may answer differently (its file tells), and so may other settings.
std::string program_tag(const Settings& settings) {
  struct stat status {};
  stat("/proc/self/exe", &status);
  const SparkUi& ui = settings.ui;
  return std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_size) + " " +
         (settings.retention ? "retention " : "") + (ui.groups_sub_executions ? "" : "flat ") +
         (ui.log_url_of_incomplete ? "" : "complete ") + ui.log_url + " findings " +
         insights_tag(settings.thresholds) + " ";
}

int complain(const Error& error) {
  std::fprintf(stderr, "afterglow-history: %s\n", error.message.c_str());
  return 1;
}

// A server that was killed a moment ago may still hold its store.
bool lock_soon(int file) {
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + kWaitForStore;
  while (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

// The store folder belongs to one server at a time: an exclusive lock, held until the program ends
// however it ends.
Result<void> take_store(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorKind::io, "cannot make the store folder " + folder + ": " + error.message() +
                                   "; choose another with --store");
  }
  const std::string path = folder + "/lock";
  const int lock = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0) {
    return fail(ErrorKind::io,
                "cannot write in the store folder " + folder + "; choose another with --store");
  }
  if (!lock_soon(lock)) {
    return fail(ErrorKind::unavailable, "the store folder " + folder +
                                            " is in use by another afterglow-history; "
                                            "choose another with --store");
  }
  return {};
}

// Starting without a single readable folder is a mistake; one of several may come back later.
Result<void> check_directories(const std::vector<std::string>& directories) {
  std::string first_problem;
  for (const std::string& directory : directories) {
    const auto readable = check_log_directory(directory);
    if (readable) return {};
    if (first_problem.empty()) first_problem = readable.error().message;
  }
  return fail(ErrorKind::not_found,
              first_problem + "; name the folder of spark.eventLog.dir with --dir");
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

// Nothing where they are not wanted: then it is forgotten since when they were.
std::unique_ptr<Alerter> start_alerts(const Settings& settings, Catalog& catalog,
                                      AlertStore& store) {
  const AlertSettings& wanted = settings.alerts;
  if (wanted.webhook.url.empty()) {
    if (const auto ended = store.end(); !ended) log_error(ended.error().message);
    return nullptr;
  }
  const auto send = [webhook = wanted.webhook](const AlertRow& alert) {
    return send_webhook(webhook, alert.body);
  };
  return std::make_unique<Alerter>(catalog, store, wanted, send);
}

Result<void> serve(const Settings& settings) {
  give_memory_back();
  if (auto checked = check_directories(settings.directories); !checked) return checked;
  if (auto taken = take_store(settings.store); !taken) return taken;
  DatabaseCopy::remove_leftovers(settings.store);
  const auto catalog = Catalog::open(settings.store + "/" + kCatalogName, settings.directories);
  if (!catalog) return std::unexpected(catalog.error());

  // Blocked before any thread starts, so that only the wait below sees them.
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  // Of very many logs it takes as long to list them as it takes the pipeline to know them again.
  const std::jthread first_listing([&] { static_cast<void>((*catalog)->listing()); });
  Pipeline pipeline(**catalog, settings.store, settings.threads, settings.without_log,
                    settings.redactor, RollUp(settings.thresholds, settings.job_key));
  Scanner scanner(pipeline, settings.directories, settings.update_interval);
  AnswerCache answers(kAnswerCacheSize);
  DatabasePool databases(kWaitingDatabases);
  const auto alerts = AlertStore::open(settings.store + "/" + kCatalogName);
  if (!alerts) return std::unexpected(alerts.error());
  const auto histories = std::make_shared<JobHistories>();
  const auto alerter = start_alerts(settings, **catalog, **alerts);
  const ApiContext context{**catalog,
                           pipeline,
                           scanner,
                           answers,
                           databases,
                           settings.retention,
                           program_tag(settings),
                           settings.console,
                           settings.proxy,
                           settings.ui,
                           std::make_shared<RecentInsights>(settings.thresholds),
                           settings.prices,
                           alerts->get(),
                           histories};
  HttpServer server([&](const Request& request) { return route(context, request); });
  const auto port = server.bind(settings.host, settings.port);
  if (!port) return std::unexpected(port.error());

  std::jthread http([&] { server.serve(); });
  for (const std::string& directory : settings.directories) log_info("reading " + directory);
  log_info("databases in " + settings.store);
  log_info("serving http://" + settings.host + ":" + std::to_string(*port) + "/");
  int received = 0;
  sigwait(&signals, &received);
  log_info("stopping");
  end_after(kStopWithin);
  server.stop();
  return {};
}

CommandLine configuration_of(const StoreOptions& options) {
  CommandLine line;
  line.store = options.store;
  line.properties_file = options.properties_file;
  line.conf = options.conf;
  return line;
}

// Exit code 1: the answer is an error; 2: the words of the command are wrong.
int run_query(QueryCommand command, int argc, const char* const* argv) {
  const auto options = parse_query_options(command, argc, argv);
  if (!options) {
    complain(options.error());
    return 2;
  }
  if (options->help) {
    std::fputs(query_usage(command).c_str(), stdout);
    return 0;
  }
  const CommandLine line = configuration_of(*options);
  const auto store = options->database ? Result<std::string>()
                                       : resolve_store(line, Environment::of_this_process());
  if (!store) return complain(store.error());
  const auto done = run_query_command(*options, *store);
  return done ? 0 : complain(done.error());
}

int run_report(ReportCommand command, int argc, const char* const* argv) {
  const auto options = parse_report_options(command, argc, argv);
  if (!options) {
    complain(options.error());
    return 2;
  }
  if (options->help) {
    std::fputs(report_usage(command).c_str(), stdout);
    return 0;
  }
  const CommandLine line = configuration_of(*options);
  const auto store = resolve_store(line, Environment::of_this_process());
  if (!store) return complain(store.error());
  const auto thresholds = resolve_thresholds(line, Environment::of_this_process());
  if (!thresholds) return complain(thresholds.error());
  const auto code = run_report_command(*options, *store, *thresholds);
  return code ? *code : complain(code.error());
}

}  // namespace

int run(int argc, const char* const* argv) {
  if (const auto command = argc > 1 ? query_command(argv[1]) : std::nullopt) {
    return run_query(*command, argc - 1, argv + 1);
  }
  if (const auto command = argc > 1 ? report_command(argv[1]) : std::nullopt) {
    return run_report(*command, argc - 1, argv + 1);
  }
  const auto line = parse_command_line(argc, argv);
  if (!line) return complain(line.error());
  if (line->help) {
    std::fputs(usage().c_str(), stdout);
    return 0;
  }
  if (line->version) {
    std::printf("afterglow-history %s\n", AFTERGLOW_VERSION);
    return 0;
  }
  const auto settings = resolve_settings(*line, Environment::of_this_process());
  if (!settings) return complain(settings.error());
  const auto served = serve(*settings);
  return served ? 0 : complain(served.error());
}

}  // namespace afterglow::history
