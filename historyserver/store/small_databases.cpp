#include "historyserver/store/small_databases.h"

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "historyserver/store/task_table.h"

namespace afterglow::history {
namespace {

Result<Database> open_empty() {
  auto database = Database::open(":memory:", Database::Mode::read_write);
  if (!database) return database;
  database->keep_statements();
  auto done = database->execute("PRAGMA page_size=1024; BEGIN;" + ApplicationDatabase::schema() +
                                "COMMIT;");
  if (done) done = add_task_tables(database->connection());
  if (!done) return std::unexpected(done.error());
  return database;
}

}  // namespace

struct SmallDatabases::State {
  std::optional<Database> take() {
    const std::lock_guard lock(mutex);
    if (empty.empty()) return {};
    Database database = std::move(empty.back());
    empty.pop_back();
    return database;
  }

  void give_back(Database&& database) {
    if (!database.rest()) return;  // without its transaction it is empty
    const std::lock_guard lock(mutex);
    empty.push_back(std::move(database));
  }

  std::mutex mutex;
  std::vector<Database> empty;  // at most as many as were in use at the same time
};

SmallDatabases::SmallDatabases() : state_(std::make_shared<State>()) {}

Result<std::unique_ptr<ApplicationDatabase>> SmallDatabases::create(const std::string& path) {
  auto database = state_->take();
  if (!database) {
    auto opened = open_empty();
    if (!opened) return std::unexpected(opened.error());
    database = *std::move(opened);
  }
  if (auto begun = database->execute("BEGIN"); !begun) return std::unexpected(begun.error());
  // The stores give up their statements before their connection.
  const std::shared_ptr<Database> connection(new Database(*std::move(database)),
                                             [state = state_](Database* used) {
                                               state->give_back(std::move(*used));
                                               delete used;
                                             });
  std::unique_ptr<ApplicationDatabase> made(new ApplicationDatabase(connection, path));
  made->keep_rows();
  return made;
}

}  // namespace afterglow::history
