#include "historyserver/api/dashboard/task_members.h"

#include <algorithm>
#include <array>

namespace afterglow::history {
namespace {

struct Member {
  std::string_view name;
  std::string_view unit;
};

// In the order of TaskOrder.
constexpr std::array kMembers = std::to_array<Member>({
    {"taskId", "count"},
    {"index", "count"},
    {"attempt", "count"},
    {"partitionId", "count"},
    {"status", ""},
    {"locality", ""},
    {"executorId", ""},
    {"host", ""},
    {"launchTime", "ms"},
    {"duration", "ms"},
    {"runTime", "ms"},
    {"cpuTime", "ns"},
    {"gcTime", "ms"},
    {"schedulerDelay", "ms"},
    {"deserializeTime", "ms"},
    {"serializationTime", "ms"},
    {"gettingResultTime", "ms"},
    {"peakMemory", "bytes"},
    {"inputBytes", "bytes"},
    {"inputRecords", "count"},
    {"outputBytes", "bytes"},
    {"outputRecords", "count"},
    {"shuffleReadBytes", "bytes"},
    {"shuffleReadRecords", "count"},
    {"fetchWaitTime", "ms"},
    {"shuffleWriteBytes", "bytes"},
    {"shuffleWriteRecords", "count"},
    {"memorySpilled", "bytes"},
    {"diskSpilled", "bytes"},
    {"speculative", ""},
    {"error", ""},
    {"shuffleRemoteBytes", "bytes"},
    {"shuffleWriteTime", "ns"},
    {"accumulators", ""},
    {"resultSize", "bytes"},
    {"deserializeCpuTime", "ns"},
    {"remoteBlocks", "count"},
    {"localBlocks", "count"},
    {"localBytes", "bytes"},
    {"remoteBytesToDisk", "bytes"},
    {"remoteRequestsTime", "ms"},
    {"corruptMergedChunks", "count"},
    {"mergedFetchFallbacks", "count"},
    {"mergedRemoteBlocks", "count"},
    {"mergedLocalBlocks", "count"},
    {"mergedRemoteChunks", "count"},
    {"mergedLocalChunks", "count"},
    {"mergedRemoteBytes", "bytes"},
    {"mergedLocalBytes", "bytes"},
    {"mergedRequestsTime", "ms"},
    {"peakOnHeapMemory", "bytes"},
    {"peakOffHeapMemory", "bytes"},
});
static_assert(kMembers.size() == static_cast<std::size_t>(TaskOrder::last) + 1);

}  // namespace

std::string_view task_member(TaskOrder order) {
  return kMembers[static_cast<std::size_t>(order)].name;
}

std::optional<TaskOrder> task_order(std::string_view member) {
  const auto found = std::ranges::find(kMembers, member, &Member::name);
  if (found == kMembers.end()) return {};
  return static_cast<TaskOrder>(found - kMembers.begin());
}

std::string_view task_unit(TaskOrder order) {
  return kMembers[static_cast<std::size_t>(order)].unit;
}

}  // namespace afterglow::history
