#include "historyserver/query/find_database.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "historyserver/store/catalog.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kNamed = 5;

// How many characters must be put, taken away or changed.
std::size_t edits(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t corner = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t changed = corner + (from[i - 1] != to[j - 1]);
      corner = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

Result<std::string> close_ids(Catalog& catalog, const std::string& wanted) {
  const auto logs = catalog.all();
  if (!logs) return std::unexpected(logs.error());
  std::set<std::pair<std::size_t, std::string>> ids;
  for (const LogRow& log : *logs) {
    if (!log.app_id) continue;
    const bool holds = log.app_id->find(wanted) != std::string::npos;
    ids.emplace(holds ? 0 : edits(wanted, *log.app_id), *log.app_id);
  }
  std::string list;
  std::size_t count = 0;
  for (const auto& [distance, id] : ids) {
    if (count++ == kNamed) break;
    list += (list.empty() ? "" : ", ") + id;
  }
  if (list.empty()) return "; the store has none at all";
  if (ids.size() > kNamed) list += ", ...";
  return "; there is " + list;
}

std::string note_of(const LogRow& log, std::size_t attempts, bool is_named) {
  std::string note;
  if (attempts > 1 && !is_named) {
    note = "this is attempt " + log.attempt_id.value_or("?") + ", the newest of " +
           std::to_string(attempts);
  }
  if (!log.read_once) {
    note += std::string(note.empty() ? "" : "; ") + "only " +
            std::to_string(static_cast<int>(log.progress() * 100)) +
            "% of the log have been read so far";
  }
  return note;
}

}  // namespace

Result<FoundDatabase> find_database(const std::string& store_folder,
                                    const std::string& application) {
  auto catalog = Catalog::open_read_only(store_folder + "/" + kCatalogName);
  if (!catalog) return std::unexpected(catalog.error());
  const auto slash = application.find('/');
  const std::string id = application.substr(0, slash);
  const bool is_named = slash != std::string::npos;
  const std::string attempt = is_named ? application.substr(slash + 1) : "";
  const auto attempts = (*catalog)->attempts(id);
  if (!attempts) return std::unexpected(attempts.error());
  std::string known;
  for (const LogRow& log : *attempts) {
    const std::string name = log.attempt_id.value_or("");
    if (!is_named || name == attempt) {
      return FoundDatabase{store_folder + "/" + log.database,
                           note_of(log, attempts->size(), is_named)};
    }
    if (!name.empty()) known += (known.empty() ? "" : ", ") + name;
  }
  if (!attempts->empty()) {
    return fail(ErrorKind::not_found,
                "application " + id + " has no attempt '" + attempt + "'; " +
                    (known.empty() ? "it has only one, without a name" : "there is " + known));
  }
  const auto close = close_ids(**catalog, id);
  if (!close) return std::unexpected(close.error());
  return fail(ErrorKind::not_found,
              "there is no application " + id + " in the store " + store_folder + *close);
}

}  // namespace afterglow::history
