#include "historyserver/store/application_store.h"

#include "historyserver/store/application_columns.h"

namespace afterglow::history {

template <>
struct RowColumns<ApplicationRow> {
  using Row = ApplicationRow;
  static constexpr const char* table = "application";
  static constexpr auto columns = std::tuple{
      Column{"id", &Row::id},
      Column{"attempt_id", &Row::attempt_id},
      Column{"name", &Row::name},
      Column{"user", &Row::user},
      Column{"spark_version", &Row::spark_version},
      Column{"start_time", &Row::start_time},
      Column{"end_time", &Row::end_time},
      Column{"exit_code", &Row::exit_code},
      Column{"totals", &Row::totals},
  };
};

Result<void> ApplicationStore::put(const ApplicationRow& row) {
  kept_.put(0, row);
  if (auto done = delete_all(database_, "application"); !done) return done;
  auto statement = database_.prepare(upsert_sql<ApplicationRow>());
  if (!statement) return std::unexpected(statement.error());
  return upsert(*statement, row);
}

Result<std::optional<ApplicationRow>> ApplicationStore::get() {
  if (auto kept = kept_.take(0)) return kept;
  auto rows = select_rows<ApplicationRow>(database_, "");
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

}  // namespace afterglow::history
