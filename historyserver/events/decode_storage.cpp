#include "historyserver/events/decode.h"

namespace afterglow::history {

StorageLevel decode_storage_level(JsonObject object) {
  StorageLevel level;
  level.use_disk = object.boolean_or("Use Disk", false);
  level.use_memory = object.boolean_or("Use Memory", false);
  level.use_off_heap = object.boolean_or("Use Off Heap", false);
  level.deserialized = object.boolean_or("Deserialized", false);
  level.replication = object.integer_or("Replication", 1);
  return level;
}

void decode_unpersist_rdd(JsonObject& event, EventSink& sink) {
  emit(event, sink, UnpersistRdd{event.integer("RDD ID")});
}

void decode_block_updated(JsonObject& event, EventSink& sink) {
  auto info = event.maybe_object("Block Updated Info");
  if (!info) return event.problem().missing("Block Updated Info");
  BlockUpdated update;
  if (auto id = info->maybe_object("Block Manager ID")) {
    update.block_manager = decode_block_manager_id(*id);
  }
  update.block_id = info->text("Block ID");
  if (auto level = info->maybe_object("Storage Level")) {
    update.storage_level = decode_storage_level(*level);
  }
  update.memory_size = info->integer("Memory Size");
  update.disk_size = info->integer("Disk Size");
  emit(event, sink, std::move(update));
}

}  // namespace afterglow::history
