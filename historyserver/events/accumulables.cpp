#include <algorithm>

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

bool is_hidden(JsonObject& object) {
  return object.boolean_or("Internal", false) || object.text_or("Metadata", "") == "sql";
}

Accumulable decode_accumulable(JsonObject& object) {
  Accumulable accumulable;
  accumulable.id = object.integer("ID");
  accumulable.name = object.maybe_any_text("Name");
  accumulable.update = object.maybe_any_text("Update");
  accumulable.value = object.maybe_any_text("Value");
  return accumulable;
}

// Spark keeps a stage's accumulables in a Scala hash map and lists them as that map iterates: by
// slot of a table of 2^k slots, k grown at three quarters full, then by hash.
std::uint32_t scala_hash(std::int64_t id) {
  const auto hash =
      static_cast<std::uint32_t>(id) ^
      (id == static_cast<std::int32_t>(id) ? 0U : static_cast<std::uint32_t>(id >> 32));
  return hash ^ (hash >> 16);
}

std::uint32_t scala_table_size(std::size_t entries) {
  std::uint32_t size = 16;
  while (entries >= size / 4 * 3) size *= 2;
  return size;
}

}  // namespace

// Nearly all of a task's accumulators are Spark's own, so what decides that is read first.
void decode_task_accumulables(JsonObject& owner, std::string_view key, TaskInfo& task) {
  owner.each_object(key, [&](JsonObject object) {
    const std::int64_t id = object.integer("ID");
    const std::optional<std::int64_t> update = object.maybe_quoted_integer("Update");
    const bool internal = object.boolean_or("Internal", false);
    if (object.text_or("Metadata", "") == "sql") {
      if (update) task.sql_metrics.push_back({id, *update});
      return;
    }
    if (internal) return;
    object.reset();
    task.accumulables.push_back(decode_accumulable(object));
  });
}

std::vector<Accumulable> decode_stage_accumulables(JsonObject& owner, std::string_view key) {
  std::vector<Accumulable> accumulables;
  std::size_t entries = 0;
  owner.each_object(key, [&](JsonObject object) {
    ++entries;
    Accumulable accumulable = decode_accumulable(object);
    if (!is_hidden(object)) accumulables.push_back(std::move(accumulable));
  });
  const std::uint32_t mask = scala_table_size(entries) - 1;
  std::ranges::stable_sort(accumulables, {}, [&](const Accumulable& accumulable) {
    const std::uint32_t hash = scala_hash(accumulable.id);
    return std::pair(hash & mask, static_cast<std::int32_t>(hash));
  });
  return accumulables;
}

}  // namespace afterglow::history
