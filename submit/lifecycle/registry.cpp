#include "submit/lifecycle/registry.h"

#include <sys/stat.h>

#include "common/base/clock.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t schema_version = 1;

// Times in milliseconds since 1970.
constexpr char schema[] = R"sql(
CREATE TABLE submission (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  master TEXT NOT NULL,
  name TEXT NOT NULL,
  application TEXT NOT NULL,
  plan TEXT NOT NULL,
  conf TEXT NOT NULL,
  marker TEXT NOT NULL,
  staged TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  worker TEXT NOT NULL,
  worker_id TEXT NOT NULL,
  message TEXT NOT NULL,
  submitted INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  idempotency_key TEXT UNIQUE
);
CREATE INDEX submission_by_id ON submission (id);
PRAGMA user_version = 1;
)sql";

constexpr char columns[] =
    "row, id, master, name, application, plan, conf, marker, staged, state, outcome, worker, "
    "message, submitted, ended, worker_id";

SubmissionRecord read_row(const Statement& row) {
  const auto text = [&row](int column) { return std::string(row.text(column)); };
  SubmissionRecord record;
  record.row = row.integer(0);
  record.id = text(1);
  record.master = text(2);
  record.name = text(3);
  record.application = text(4);
  record.plan = text(5);
  record.conf = text(6);
  record.marker = text(7);
  record.staged = text(8);
  record.state = text(9);
  record.outcome = text(10);
  record.worker = text(11);
  record.message = text(12);
  record.submitted_ms = row.integer(13);
  record.ended_ms = row.integer(14);
  record.worker_id = text(15);
  return record;
}

// Others that come at the same moment wait here, and see the finished tables.
Result<void> make_tables(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return begun;
  const auto version = database.schema_version();
  if (!version) return std::unexpected(version.error());
  if (*version == 0) {
    if (auto made = database.execute(schema); !made) return made;
  }
  return database.execute("COMMIT");
}

}  // namespace

Result<fs::path> Registry::folder(const Environment& environment) {
  if (const std::string& given = environment.get("AFTERGLOW_STATE_DIR"); !given.empty()) {
    return fs::path(given);
  }
  if (const std::string& state = environment.get("XDG_STATE_HOME"); !state.empty()) {
    return fs::path(state) / "afterglow";
  }
  if (const std::string& home = environment.get("HOME"); !home.empty()) {
    return fs::path(home) / ".local" / "state" / "afterglow";
  }
  return fail(ErrorKind::not_found,
              "there is no folder to remember submissions in: HOME is not set; set it or "
              "AFTERGLOW_STATE_DIR");
}

Result<Registry> Registry::open(const fs::path& folder) {
  std::error_code error;
  const mode_t usual = umask(S_IRWXG | S_IRWXO);
  fs::create_directories(folder, error);
  auto database = Database::open((folder / "submissions.db").string(), Database::Mode::read_write);
  Result<std::int64_t> version = 0;
  if (database) {
    version = database->schema_version();
    if (version && *version == 0) {
      if (const auto made = make_tables(*database); !made) version = std::unexpected(made.error());
    }
  }
  umask(usual);
  if (!database || !version) {
    return fail(ErrorKind::io, "cannot remember submissions: " +
                                   (database ? version.error() : database.error()).message +
                                   "; AFTERGLOW_STATE_DIR names another folder");
  }
  if (*version > schema_version) {
    return fail(ErrorKind::unsupported,
                "the submissions in " + folder.string() +
                    " were written by a newer afterglow-submit; use that one, or another "
                    "AFTERGLOW_STATE_DIR");
  }
  return Registry(std::move(*database));
}

Result<Registry::Begun> Registry::begin(SubmissionRecord record,
                                        const std::string& idempotency_key) {
  record.submitted_ms = now_ms();
  auto statement = database_.prepare(
      "INSERT INTO submission (id, master, name, application, plan, conf, marker, staged, state, "
      "outcome, worker, worker_id, message, submitted, ended, idempotency_key) "
      "VALUES ('', ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', ?, 0, ?) "
      "ON CONFLICT (idempotency_key) DO NOTHING RETURNING row");
  if (!statement) return std::unexpected(statement.error());
  int index = 0;
  for (const std::string* const text :
       {&record.master, &record.name, &record.application, &record.plan, &record.conf,
        &record.marker, &record.staged}) {
    statement->bind(++index, *text);
  }
  statement->bind(++index, record.submitted_ms);
  if (idempotency_key.empty()) {
    statement->bind_null(++index);
  } else {
    statement->bind(++index, idempotency_key);
  }
  const auto inserted = statement->step();
  if (!inserted) return std::unexpected(inserted.error());
  if (*inserted) {
    record.row = statement->integer(0);
    if (const auto done = statement->step(); !done) return std::unexpected(done.error());
    return Begun{std::move(record), false};
  }
  const auto first = select("idempotency_key = ?", idempotency_key, 1);
  if (!first) return std::unexpected(first.error());
  if (first->empty()) {
    return fail(ErrorKind::unavailable,
                "another submission with the same --idempotency-key was just refused; try again");
  }
  return Begun{first->front(), true};
}

Result<void> Registry::accept(SubmissionRecord& record) {
  record.state = "SUBMITTED";
  return update(record);
}

Result<void> Registry::forget(const SubmissionRecord& record) {
  auto statement = database_.prepare("DELETE FROM submission WHERE row = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, record.row);
  return statement->run();
}

Result<void> Registry::update(const SubmissionRecord& record) {
  auto statement = database_.prepare(
      "UPDATE submission SET id = ?, state = ?, outcome = ?, worker = ?, worker_id = ?, message = "
      "?, staged = ?, "
      "ended = ? WHERE row = ?");
  if (!statement) return std::unexpected(statement.error());
  int index = 0;
  for (const std::string* const text : {&record.id, &record.state, &record.outcome, &record.worker,
                                        &record.worker_id, &record.message, &record.staged}) {
    statement->bind(++index, *text);
  }
  statement->bind(++index, record.ended_ms);
  statement->bind(++index, record.row);
  return statement->run();
}

Result<std::vector<SubmissionRecord>> Registry::select(const std::string& where,
                                                       const std::string& value,
                                                       std::int64_t limit) {
  auto statement = database_.prepare("SELECT " + std::string(columns) + " FROM submission WHERE " +
                                     where + " ORDER BY row DESC LIMIT ?2");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, value);
  statement->bind(2, limit);
  std::vector<SubmissionRecord> records;
  for (;;) {
    const auto row = statement->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return records;
    records.push_back(read_row(*statement));
  }
}

Result<std::optional<SubmissionRecord>> Registry::find(const std::string& id) {
  for (const char* const where : {"id = ?1", "substr(id, -length(?1)) = ?1"}) {
    const auto found = select(where, id, 2);
    if (!found) return std::unexpected(found.error());
    if (found->size() == 1) return found->front();
    if (found->size() > 1 && where[3] == '=') return found->front();
    if (found->size() > 1) {
      return fail(ErrorKind::invalid_argument, "several submissions end with \"" + id +
                                                   "\": " + found->at(0).id + ", " +
                                                   found->at(1).id + " ...; write more of the id");
    }
  }
  return std::nullopt;
}

Result<std::vector<SubmissionRecord>> Registry::list(std::int64_t limit) {
  return select("?1 = ''", "", limit);
}

}  // namespace afterglow::submit
