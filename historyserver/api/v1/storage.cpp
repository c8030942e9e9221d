#include <algorithm>

#include "historyserver/api/paging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

void write_distribution(JsonWriter& json, const RddDataDistributionRow& row) {
  json.begin_object()
      .field("address", row.address)
      .field("memoryUsed", row.memory_used)
      .field("memoryRemaining", row.memory_remaining)
      .field("diskUsed", row.disk_used)
      .field("onHeapMemoryUsed", row.on_heap_used)
      .field("offHeapMemoryUsed", row.off_heap_used)
      .field("onHeapMemoryRemaining", row.on_heap_remaining)
      .field("offHeapMemoryRemaining", row.off_heap_remaining)
      .end_object();
}

void write_partition(JsonWriter& json, const RddPartitionRow& row) {
  json.begin_object()
      .field("blockName", row.block_name)
      .field("storageLevel", row.storage_level)
      .field("memoryUsed", row.memory_used)
      .field("diskUsed", row.disk_used);
  write_field(json, "executors", row.executors);
  json.end_object();
}

Result<void> write_rdd(JsonWriter& json, StorageStore& store, const RddRow& rdd) {
  const auto distributions = store.data_distributions(rdd.id);
  if (!distributions) return std::unexpected(distributions.error());
  const auto partitions = store.partitions(rdd.id);
  if (!partitions) return std::unexpected(partitions.error());
  json.begin_object()
      .field("id", rdd.id)
      .field("name", rdd.name)
      .field("numPartitions", rdd.partition_count)
      .field("numCachedPartitions", rdd.cached_partitions)
      .field("storageLevel", rdd.storage_level)
      .field("memoryUsed", rdd.memory_used)
      .field("diskUsed", rdd.disk_used);
  if (!distributions->empty()) {
    json.key("dataDistribution").begin_array();
    for (const RddDataDistributionRow& row : *distributions) write_distribution(json, row);
    json.end_array();
  }
  json.key("partitions").begin_array();
  for (const RddPartitionRow& row : *partitions) write_partition(json, row);
  json.end_array().end_object();
  return {};
}

}  // namespace

Response v1_rdds(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto page = page_parameters(request);
  if (!page) return page.error();
  auto rdds = attempt.database->storage.rdds();
  if (!rdds) return internal_error(rdds.error());
  std::erase_if(*rdds, [](const RddRow& rdd) { return rdd.cached_partitions == 0; });
  return json_list(attempt, request, *page, *std::move(rdds),
                   [database = attempt.database](JsonWriter& json, const RddRow& rdd) {
                     return write_rdd(json, database->storage, rdd);
                   });
}

Response v1_rdd(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  StorageStore& store = attempt.database->storage;
  const std::int64_t id = path.numbers[0];
  const auto rdd = store.rdd(id);
  if (!rdd) return internal_error(rdd.error());
  if (!*rdd) return text_response(404, "no rdd found w/ id " + std::to_string(id));
  JsonWriter json(attempt.fields);
  if (auto done = write_rdd(json, store, **rdd); !done) return internal_error(done.error());
  return json_response(json);
}

}  // namespace afterglow::history
