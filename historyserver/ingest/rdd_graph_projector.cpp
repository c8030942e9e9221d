#include "historyserver/ingest/rdd_graph_projector.h"

#include <functional>

namespace afterglow::history {
namespace {

class Hash {
 public:
  void add(std::int64_t number) {
    value_ ^=
        std::hash<std::int64_t>()(number) + 0x9e3779b97f4a7c15 + (value_ << 6) + (value_ >> 2);
  }
  void add(const std::string& text) {
    add(static_cast<std::int64_t>(std::hash<std::string>()(text)));
  }
  std::size_t value() const { return value_; }

 private:
  std::size_t value_ = 0;
};

StageRddRow row_of(const StageInfo& stage, const RddInfo& info) {
  return {.stage_id = stage.key.stage_id,
          .rdd_id = info.id,
          .name = info.name,
          .scope = info.scope,
          .callsite = info.callsite,
          .parent_ids = info.parent_ids,
          .storage_level = info.storage_level.description(),
          .is_cached = info.storage_level.is_valid(),
          .is_barrier = info.barrier,
          .determinism = info.determinism,
          .partition_count = info.partitions};
}

std::size_t hash_of(const std::vector<StageRddRow>& rows) {
  Hash hash;
  for (const StageRddRow& row : rows) {
    for (const std::int64_t number : {row.rdd_id, std::int64_t{row.is_cached},
                                      std::int64_t{row.is_barrier}, row.partition_count}) {
      hash.add(number);
    }
    for (const std::int64_t id : row.parent_ids) hash.add(id);
    for (const std::string* text :
         {&row.name, &row.callsite, &row.storage_level, &row.determinism}) {
      hash.add(*text);
    }
    hash.add(row.scope.value_or(""));
  }
  return hash.value();
}

}  // namespace

void RddGraphProjector::keep(const Result<void>& written) {
  if (!written && failure_) failure_ = written;
}

void RddGraphProjector::write(const StageInfo& info) {
  std::vector<StageRddRow> rows;
  rows.reserve(info.rdds.size());
  for (const RddInfo& rdd : info.rdds) rows.push_back(row_of(info, rdd));
  const std::size_t hash = hash_of(rows);
  const auto [known, is_new] = written_.try_emplace(info.key.stage_id, hash);
  if (!is_new && known->second == hash) return;
  known->second = hash;
  keep(database_.storage.replace_stage_rdds(info.key.stage_id, rows));
  // Without rows nobody could tell, after a new start, that they were written.
  if (rows.empty()) written_.erase(known);
}

void RddGraphProjector::on(const JobStart& event) {
  for (const StageInfo& stage : event.stages) write(stage);
}

void RddGraphProjector::on(const StageSubmitted& event) {
  const std::int64_t stage_id = event.info.key.stage_id;
  if (written_.contains(stage_id)) return;
  const auto known = database_.storage.has_stage_rdds(stage_id);
  if (!known) return keep(std::unexpected(known.error()));
  if (!*known) write(event.info);
}

}  // namespace afterglow::history
