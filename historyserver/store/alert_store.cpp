#include "historyserver/store/alert_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<AlertRow> {
  using Row = AlertRow;
  static constexpr const char* table = "alert";
  static constexpr auto columns = std::tuple{
      Column{"app_id", &Row::app_id},     Column{"attempt_id", &Row::attempt_id},
      Column{"kind", &Row::kind},         Column{"made_at", &Row::made_at},
      Column{"body", &Row::body},         Column{"tries", &Row::tries},
      Column{"next_try", &Row::next_try}, Column{"sent_at", &Row::sent_at},
      Column{"answer", &Row::answer},
  };
};

Result<std::unique_ptr<AlertStore>> AlertStore::open(const std::string& catalog) {
  auto database = Database::open(catalog, Database::Mode::read_write);
  if (!database) return std::unexpected(database.error());
  if (auto set = database->execute("PRAGMA synchronous=NORMAL"); !set) {
    return std::unexpected(set.error());
  }
  return std::unique_ptr<AlertStore>(new AlertStore(*std::move(database)));
}

Result<std::int64_t> AlertStore::begin(std::int64_t now) {
  const auto known = begun_at();
  if (!known) return std::unexpected(known.error());
  if (*known) return **known;
  const std::lock_guard lock(mutex_);
  auto done =
      database_.execute("INSERT INTO alert_start (at) VALUES (" + std::to_string(now) + ")");
  if (!done) return std::unexpected(done.error());
  return now;
}

Result<void> AlertStore::end() {
  const std::lock_guard lock(mutex_);
  return database_.execute("DELETE FROM alert_start");
}

Result<std::optional<std::int64_t>> AlertStore::begun_at() {
  const std::lock_guard lock(mutex_);
  auto select = database_.prepare("SELECT min(at) FROM alert_start");
  if (!select) return std::unexpected(select.error());
  if (auto stepped = select->step(); !stepped) return std::unexpected(stepped.error());
  if (select->is_null(0)) return std::nullopt;
  return select->integer(0);
}

Result<void> AlertStore::add(const std::string& log_id, const std::vector<AlertRow>& alerts) {
  const std::lock_guard lock(mutex_);
  auto done = database_.execute("BEGIN IMMEDIATE");
  if (!done) return done;
  for (const AlertRow& alert : alerts) {
    const auto known =
        select_row<AlertRow>(database_, "WHERE app_id = ? AND attempt_id = ? AND kind = ?",
                             alert.app_id, alert.attempt_id, alert.kind);
    if (!known) done = std::unexpected(known.error());
    std::optional<Statement> put;
    if (done && !*known) done = cached_upsert(database_, put, alert);
    if (!done) break;
  }
  if (done) {
    auto update = database_.prepare("UPDATE log SET alerts_made = 1 WHERE log_id = ?");
    if (update) update->bind(1, log_id);
    done = update ? update->run() : std::unexpected(update.error());
  }
  if (done) done = database_.execute("COMMIT");
  if (!done) [[maybe_unused]]
    const auto undone = database_.execute("ROLLBACK");
  return done;
}

Result<std::optional<AlertRow>> AlertStore::next() {
  const std::lock_guard lock(mutex_);
  return select_row<AlertRow>(database_, "WHERE next_try IS NOT NULL ORDER BY next_try LIMIT 1");
}

Result<void> AlertStore::put(const AlertRow& alert) {
  const std::lock_guard lock(mutex_);
  std::optional<Statement> put;
  return cached_upsert(database_, put, alert);
}

Result<std::vector<AlertRow>> AlertStore::page(std::int64_t offset, std::int64_t length) {
  const std::lock_guard lock(mutex_);
  return select_rows<AlertRow>(
      database_, "ORDER BY made_at DESC, app_id DESC, attempt_id, kind LIMIT ? OFFSET ?", length,
      offset);
}

Result<AlertCounts> AlertStore::counts() {
  const std::lock_guard lock(mutex_);
  auto select = database_.prepare("SELECT count(sent_at), count(next_try), count(*) FROM alert");
  if (!select) return std::unexpected(select.error());
  if (auto stepped = select->step(); !stepped) return std::unexpected(stepped.error());
  AlertCounts counts;
  counts.sent = select->integer(0);
  counts.waiting = select->integer(1);
  counts.failed = select->integer(2) - counts.sent - counts.waiting;
  return counts;
}

}  // namespace afterglow::history
