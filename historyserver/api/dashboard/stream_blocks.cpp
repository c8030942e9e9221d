#include <algorithm>
#include <map>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/paging.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxBatches = 10'000;

struct ExecutorBlocks {
  std::string address;
  std::int64_t blocks = 0;
  std::int64_t memory = 0;
  std::int64_t disk = 0;
};

// Where one copy of a block is, in Spark's words.
std::string_view place_of(const StreamBlockRow& block) {
  if (block.use_disk) return "Disk";
  return block.deserialized ? "Memory" : "Memory Serialized";
}

void write_block(JsonWriter& json, const StreamBlockRow& block, std::int64_t copies) {
  json.begin_object()
      .field("name", block.block_name)
      .field("copies", copies)
      .field("executorId", block.executor_id)
      .field("address", block.host_port)
      .field("storageLevel", place_of(block))
      .field("memoryUsed", block.memory_size)
      .field("diskUsed", block.disk_size)
      .end_object();
}

}  // namespace

Response dashboard_stream_blocks(OpenAttempt& attempt, const Request& request,
                                 const PathArguments&) {
  auto page = page_parameters(request, 1000);
  if (!page) return page.error();
  page->length = std::clamp<std::int64_t>(page->length, 0, kMaxBatches);
  auto blocks = attempt.database->storage.stream_blocks();
  if (!blocks) return internal_error(blocks.error());
  std::ranges::sort(*blocks, {}, [](const StreamBlockRow& block) {
    return std::tie(block.block_name, block.executor_id);
  });
  std::map<std::string, ExecutorBlocks> executors;
  std::map<std::string, std::int64_t> copies;
  for (const StreamBlockRow& block : *blocks) {
    ++copies[block.block_name];
    ExecutorBlocks& executor = executors[block.executor_id];
    executor.address = block.host_port;
    ++executor.blocks;
    executor.memory += block.memory_size;
    executor.disk += block.disk_size;
  }
  JsonWriter json;
  json.begin_object().key("executors").begin_array();
  for (const auto& [id, executor] : executors) {
    json.begin_object()
        .field("id", id)
        .field("address", executor.address)
        .field("blocks", executor.blocks)
        .field("memoryUsed", executor.memory)
        .field("diskUsed", executor.disk)
        .end_object();
  }
  json.end_array().field("total", cut_to_page(*blocks, *page)).key("blocks").begin_array();
  for (const StreamBlockRow& block : *blocks) write_block(json, block, copies[block.block_name]);
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
