#include "historyserver/store/catalog.h"

#include <unistd.h>

#include <algorithm>

#include "historyserver/store/application_columns.h"
#include "historyserver/store/run_finding_text.h"
#include "historyserver/store/schema.h"

namespace afterglow::history {

template <>
struct RowColumns<LogRow> {
  using Row = LogRow;
  static constexpr const char* table = "log";
  static constexpr auto columns = std::tuple{
      Column{"log_id", &Row::log_id},
      Column{"directory", &Row::directory},
      Column{"database", &Row::database},
      Column{"fingerprint", &Row::fingerprint},
      Column{"log_gone", &Row::log_gone},
      Column{"size", &Row::size},
      Column{"bytes_read", &Row::bytes_read},
      Column{"read_once", &Row::read_once},
      Column{"problem", &Row::problem},
      Column{"last_updated", &Row::last_updated},
      Column{"app_id", &Row::app_id},
      Column{"attempt_id", &Row::attempt_id},
      Column{"name", &Row::name},
      Column{"user", &Row::user},
      Column{"spark_version", &Row::spark_version},
      Column{"start_time", &Row::start_time},
      Column{"end_time", &Row::end_time},
      Column{"exit_code", &Row::exit_code},
      Column{"totals", &Row::totals},
      Column{"core_time", &Row::core_time},
      Column{"complete", &Row::complete},
      Column{"finding_count", &Row::finding_count},
      Column{"finding", &Row::finding},
      Column{"queue", &Row::queue},
      Column{"job", &Row::job},
      Column{"memory_time", &Row::memory_time},
      Column{"waste_core_time", &Row::waste_core_time},
      Column{"findings", &Row::findings},
      Column{"severity", &Row::severity},
      Column{"insights_tag", &Row::insights_tag},
      Column{"alerts_made", &Row::alerts_made},
      Column{"last_event", &Row::last_event},
  };
};

void LogRow::set_application(const ApplicationRow& application) {
  app_id = application.id;
  attempt_id = application.attempt_id;
  name = application.name;
  user = application.user;
  spark_version = application.spark_version;
  start_time = application.start_time;
  end_time = application.end_time;
  exit_code = application.exit_code;
  totals = application.totals;
}

ListedAttempt LogRow::listed() const {
  ListedAttempt attempt;
  attempt.log_id = log_id;
  attempt.app_id = app_id ? std::string_view(*app_id) : std::string_view();
  attempt.attempt_id = attempt_id ? std::string_view(*attempt_id) : std::string_view();
  attempt.name = name;
  attempt.user = user;
  attempt.spark_version = spark_version;
  attempt.directory = directory;
  attempt.queue = queue;
  attempt.job = job;
  attempt.start_time = start_time;
  attempt.end_time = end_time;
  attempt.last_updated = last_updated;
  attempt.last_event = last_event;
  attempt.exit_code = exit_code;
  attempt.log_gone = log_gone;
  attempt.state = state();
  attempt.read_once = read_once;
  attempt.complete = complete;
  attempt.core_time = core_time;
  attempt.is_judged = !insights_tag.empty();
  attempt.memory_time = memory_time.value_or(0);
  attempt.waste_core_time = waste_core_time.value_or(0);
  attempt.jobs = totals.jobs_running + totals.jobs_succeeded + totals.jobs_failed;
  attempt.stages = totals.stages_active + totals.stages_complete + totals.stages_failed;
  attempt.tasks =
      totals.tasks_active + totals.tasks_complete + totals.tasks_failed + totals.tasks_killed;
  attempt.failed_tasks = totals.tasks_failed;
  attempt.task_time = totals.task_time;
  attempt.input_bytes = totals.input_bytes;
  attempt.shuffle_read_bytes = totals.shuffle_read_bytes;
  attempt.shuffle_write_bytes = totals.shuffle_write_bytes;
  attempt.spill_bytes = totals.spill_bytes;
  return attempt;
}

ApplicationState LogRow::state() const {
  using enum ApplicationState;
  if (!end_time) return log_gone ? lost : running;
  const bool has_failed = exit_code ? *exit_code != 0 : totals.last_job_failed;
  return has_failed ? failed : completed;
}

namespace {

constexpr std::int64_t kSchemaVersion = 6;
constexpr std::size_t kKnownApplications = 256;
constexpr std::chrono::milliseconds kLongListing{50};
// Whether a log is of the directories that are a parameter, or of none.
std::string visible(const std::string& row = "log", const std::string& parameter = "?") {
  return "(" + row + ".directory = '' OR " + row + ".directory IN (SELECT value FROM json_each(" +
         parameter + ")))";
}

Result<void> make_schema(Database& database) {
  const auto version = database.schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version == kSchemaVersion) return {};
  const auto first = std::ranges::find(kCatalogMigrations, *version + 1, &Migration::version);
  if (first != kCatalogMigrations.end()) {
    std::string steps;
    std::for_each(first, kCatalogMigrations.end(),
                  [&](const Migration& migration) { steps += migration.sql; });
    return database.execute("BEGIN; " + steps +
                            "PRAGMA user_version=" + std::to_string(kSchemaVersion) + "; COMMIT;");
  }
  // The catalog only repeats what logs and application databases say: it can be made anew.
  return database.execute(
      "BEGIN; DROP TABLE IF EXISTS log; DROP TABLE IF EXISTS alert;"
      "DROP TABLE IF EXISTS alert_start;" +
      std::string(kCatalogSchema) + "PRAGMA user_version=" + std::to_string(kSchemaVersion) +
      "; COMMIT;");
}

}  // namespace

Result<std::unique_ptr<Catalog>> Catalog::open(const std::string& path,
                                               const std::vector<std::string>& directories) {
  auto database = Database::open(path, Database::Mode::read_write);
  if (!database) return std::unexpected(database.error());
  // A page that many logs of a first listing touch is written to its place a few times only.
  auto setup = database->execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000;");
  if (setup) setup = make_schema(*database);
  if (!setup) return std::unexpected(setup.error());
  auto reader = Database::open(path, Database::Mode::read_only);
  if (!reader) return std::unexpected(reader.error());
  return std::unique_ptr<Catalog>(
      new Catalog(*std::move(database), *std::move(reader), to_json_text(directories)));
}

Result<std::unique_ptr<Catalog>> Catalog::open_read_only(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) {
    return fail(ErrorKind::not_found,
                "there is no catalog " + path + "; name the store folder of a server with --store");
  }
  auto database = Database::open(path, Database::Mode::read_only);
  if (!database) return std::unexpected(database.error());
  const auto version = database->schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version != kSchemaVersion) {
    return fail(ErrorKind::corrupt, "catalog " + path + " is of another version of Afterglow");
  }
  auto statement = database->prepare("SELECT DISTINCT directory FROM log");
  if (!statement) return std::unexpected(statement.error());
  std::vector<std::string> directories;
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    directories.emplace_back(statement->text(0));
  }
  auto reader = Database::open(path, Database::Mode::read_only);
  if (!reader) return std::unexpected(reader.error());
  return std::unique_ptr<Catalog>(
      new Catalog(*std::move(database), *std::move(reader), to_json_text(directories)));
}

// After the change is there to be read.
void Catalog::note(const LogRow& row) {
  ++version_;
  attempts_.clear();  // all: the log may have been another application's before
  if (row.app_id) changes_.note(*row.app_id);
}

Result<void> Catalog::put(const LogRow& row) {
  const std::lock_guard lock(mutex_);
  auto done = cached_upsert(database_, put_, row);
  note(row);
  return done;
}

Result<void> Catalog::put(const std::vector<LogRow>& rows) {
  const std::lock_guard lock(mutex_);
  auto done = database_.execute("BEGIN");
  for (const LogRow& row : rows) {
    if (done) done = cached_upsert(database_, put_, row);
  }
  if (done) done = database_.execute("COMMIT");
  for (const LogRow& row : rows) note(row);
  if (done) return done;
  [[maybe_unused]] const auto undone = database_.execute("ROLLBACK");
  return done;
}

Result<void> Catalog::remove(const std::string& log_id) {
  const std::lock_guard lock(mutex_);
  const auto row = select_row<LogRow>(database_, "WHERE log_id = ?", log_id);
  auto statement = database_.prepare("DELETE FROM log WHERE log_id = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, log_id);
  auto done = statement->run();
  if (row && *row) note(**row);
  return done;
}

Result<std::vector<LogRow>> Catalog::all() {
  std::vector<LogRow> rows;
  const auto done = for_each([&](LogRow&& row) { rows.push_back(std::move(row)); });
  if (!done) return std::unexpected(done.error());
  return rows;
}

Result<void> Catalog::for_each(const std::function<void(LogRow&&)>& visit) {
  const std::lock_guard lock(mutex_);
  return each_visible(database_, "", visit);
}

Result<void> Catalog::each_visible(Database& database, const std::string& condition,
                                   const std::function<void(LogRow&&)>& visit) const {
  auto statement = database.prepare(select_sql<LogRow>("WHERE " + condition + visible()));
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, directories_);
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    visit(read_row<LogRow>(*statement));
  }
}

Result<std::optional<LogRow>> Catalog::find(const std::string& log_id) {
  const std::lock_guard lock(mutex_);
  return select_row<LogRow>(database_, "WHERE log_id = ?", log_id);
}

Result<std::shared_ptr<const ApplicationListing>> Catalog::listing() {
  const std::lock_guard lock(listing_mutex_);
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t version = version_;
  if (listing_ && (listed_version_ == version || begin < good_until_)) return listing_;
  listing_.reset();
  auto listing = std::make_shared<ApplicationListing>();
  const auto read = each_visible(reader_, "app_id IS NOT NULL AND ",
                                 [&](LogRow&& row) { listing->add(row.listed(), row.findings); });
  if (!read) return std::unexpected(read.error());
  listing->finish();
  listed_version_ = version;
  const auto end = std::chrono::steady_clock::now();
  if (end - begin > kLongListing) good_until_ = end + 4 * (end - begin);
  return listing_ = std::move(listing);
}

Result<std::vector<LogRow>> Catalog::logs(const std::vector<std::string>& log_ids) {
  const std::lock_guard lock(mutex_);
  return select_rows<LogRow>(database_, "WHERE log_id IN (SELECT value FROM json_each(?))",
                             to_json_text(log_ids));
}

Result<std::vector<LogRow>> Catalog::unlisted() {
  const std::lock_guard lock(mutex_);
  return select_rows<LogRow>(
      database_, "WHERE app_id IS NULL AND problem IS NOT NULL AND " + visible(), directories_);
}

Result<std::vector<LogRow>> Catalog::without_alerts(std::int64_t since, std::size_t most) {
  const std::lock_guard lock(mutex_);
  return select_rows<LogRow>(database_,
                             "WHERE alerts_made = 0 AND end_time >= ? AND read_once = 1 AND"
                             " insights_tag <> '' AND app_id IS NOT NULL AND " +
                                 visible() + " LIMIT ?",
                             since, directories_, static_cast<std::int64_t>(most));
}

Result<std::vector<LogRow>> Catalog::completed_before(const LogRow& run, std::size_t most) {
  // The first line is what the index holds, the last one what one_of_each_attempt() says.
  static const std::string condition =
      "WHERE job <> '' AND read_once = 1 AND end_time IS NOT NULL"
      " AND coalesce(exit_code, last_job_failed) = 0 AND job = ?1 AND start_time <= ?2"
      " AND (start_time, app_id, coalesce(attempt_id, '')) < (?2, ?3, ?4) AND " +
      visible("log", "?5") +
      " AND NOT EXISTS (SELECT 1 FROM log AS other WHERE other.app_id = log.app_id"
      " AND coalesce(other.attempt_id, '') = coalesce(log.attempt_id, '') AND " +
      visible("other", "?5") +
      " AND (other.log_gone, -other.last_updated, other.log_id)"
      " < (log.log_gone, -log.last_updated, log.log_id))"
      " ORDER BY start_time DESC, app_id DESC, coalesce(attempt_id, '') DESC LIMIT ?6";
  const std::lock_guard lock(mutex_);
  return select_rows<LogRow>(database_, condition, run.job, run.start_time, run.app_id.value_or(""),
                             run.attempt_id.value_or(""), directories_,
                             static_cast<std::int64_t>(most));
}

Result<std::set<std::string>> Catalog::databases() {
  const std::lock_guard lock(mutex_);
  auto statement = database_.prepare("SELECT database FROM log");
  if (!statement) return std::unexpected(statement.error());
  std::set<std::string> names;
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return names;
    names.emplace(statement->text(0));
  }
}

Result<std::vector<LogRow>> Catalog::attempts(const std::string& app_id) {
  const std::lock_guard lock(mutex_);
  if (const auto known = attempts_.find(app_id); known != attempts_.end()) return known->second;
  auto rows = select_rows<LogRow>(database_, "WHERE " + visible() + " AND app_id = ?", directories_,
                                  app_id);
  if (!rows) return std::unexpected(rows.error());
  auto attempts = newest_attempts(*std::move(rows));
  if (attempts.empty()) return attempts;
  if (attempts_.size() >= kKnownApplications) attempts_.clear();
  return attempts_.emplace(app_id, std::move(attempts)).first->second;
}

std::vector<LogRow> one_of_each_attempt(std::vector<LogRow> logs) {
  std::ranges::sort(logs, [](const LogRow& a, const LogRow& b) {
    return std::tie(a.app_id, a.attempt_id, a.log_gone, b.last_updated, a.log_id) <
           std::tie(b.app_id, b.attempt_id, b.log_gone, a.last_updated, b.log_id);
  });
  const auto same = std::ranges::unique(
      logs, {}, [](const LogRow& log) { return std::tie(log.app_id, log.attempt_id); });
  logs.erase(same.begin(), same.end());
  return logs;
}

std::vector<LogRow> newest_attempts(std::vector<LogRow> logs) {
  logs = one_of_each_attempt(std::move(logs));
  std::ranges::stable_sort(logs, std::ranges::greater(), &LogRow::start_time);
  return logs;
}

}  // namespace afterglow::history
