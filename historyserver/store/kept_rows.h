#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace afterglow::history {

// Rows as they were put into a database in memory, for the one who reads them once when all are
// there: that takes a fraction of the time of reading them back. Nothing is kept before begin().
template <typename Key, typename Row>
class KeptRows {
 public:
  // While the table is empty.
  void begin() { rows_.emplace(); }

  void put(const Key& key, const Row& row) {
    if (rows_) rows_->insert_or_assign(key, row);
  }
  void put(const Key& key, Row&& row) {
    if (rows_) rows_->insert_or_assign(key, std::move(row));
  }
  // The row, to be changed as the table's is; null where none is kept.
  Row* find(const Key& key) {
    if (!rows_) return nullptr;
    const auto found = rows_->find(key);
    return found == rows_->end() ? nullptr : &found->second;
  }
  const Row* find(const Key& key) const { return const_cast<KeptRows*>(this)->find(key); }
  // All rows, by key; null where they have to be read.
  const std::map<Key, Row>* all() const { return rows_ ? &*rows_ : nullptr; }
  // What was put is not what the table has any more.
  void forget(const Key& key) {
    if (rows_) rows_->erase(key);
  }

  // The row, given up; nothing where it has to be read.
  std::optional<Row> take(const Key& key) {
    if (!rows_) return {};
    auto row = rows_->extract(key);
    if (row.empty()) return {};
    return std::move(row.mapped());
  }
  // All rows by key, given up likewise: what is put later is not kept.
  std::optional<std::vector<Row>> take_all() {
    if (!rows_) return {};
    std::vector<Row> rows;
    rows.reserve(rows_->size());
    for (auto& [key, row] : *rows_) rows.push_back(std::move(row));
    rows_.reset();
    return rows;
  }

 private:
  std::optional<std::map<Key, Row>> rows_;
};

}  // namespace afterglow::history
