#pragma once

#include <cstdint>
#include <string>

namespace afterglow::history {

// Where an RDD or a block is kept, as Spark's StorageLevel says it.
struct StorageLevel {
  bool use_disk = false;
  bool use_memory = false;
  bool use_off_heap = false;
  bool deserialized = false;
  std::int64_t replication = 1;

  bool is_valid() const { return (use_memory || use_disk) && replication > 0; }

  // As Spark prints it: "Disk Memory Deserialized 1x Replicated".
  std::string description() const {
    std::string text = use_disk ? "Disk " : "";
    if (use_memory) text += use_off_heap ? "Memory (off heap) " : "Memory ";
    text += deserialized ? "Deserialized " : "Serialized ";
    return text + std::to_string(replication) + "x Replicated";
  }

  bool operator==(const StorageLevel&) const = default;

  template <typename Archive>
  void archive(Archive& archive) {
    archive(use_disk, use_memory, use_off_heap, deserialized, replication);
  }
};

}  // namespace afterglow::history
