#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// Peaks of an executor's memory and garbage collection, as Spark's ExecutorMetricType lists them
// (Spark 4.x order). Memory in bytes, times in milliseconds.
namespace afterglow::history {

inline constexpr std::array<std::string_view, 23> kExecutorMetricNames = {
    "JVMHeapMemory",
    "JVMOffHeapMemory",
    "OnHeapExecutionMemory",
    "OffHeapExecutionMemory",
    "OnHeapStorageMemory",
    "OffHeapStorageMemory",
    "OnHeapUnifiedMemory",
    "OffHeapUnifiedMemory",
    "DirectPoolMemory",
    "MappedPoolMemory",
    "ProcessTreeJVMVMemory",
    "ProcessTreeJVMRSSMemory",
    "ProcessTreePythonVMemory",
    "ProcessTreePythonRSSMemory",
    "ProcessTreeOtherVMemory",
    "ProcessTreeOtherRSSMemory",
    "MinorGCCount",
    "MinorGCTime",
    "MajorGCCount",
    "MajorGCTime",
    "TotalGCTime",
    "ConcurrentGCCount",
    "ConcurrentGCTime",
};
inline constexpr std::size_t kExecutorMetricCount = kExecutorMetricNames.size();
inline constexpr std::size_t kTotalGcTimeIndex = 20;
static_assert(kExecutorMetricNames[kTotalGcTimeIndex] == "TotalGCTime");

using ExecutorMetricValues = std::array<std::int64_t, kExecutorMetricCount>;

// The running maximum of every metric. As in Spark, the first one tells whether there was a report:
// an executor that measured nothing reports it as -1.
class ExecutorMetricPeaks {
 public:
  bool is_set() const { return values_[0] > kNotSet; }
  const ExecutorMetricValues& values() const { return values_; }
  std::int64_t operator[](std::size_t index) const { return values_[index]; }

  // True when a value rose.
  bool raise_to(const ExecutorMetricValues& report) {
    bool changed = false;
    for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
      changed = changed || report[i] > values_[i];
      values_[i] = std::max(values_[i], report[i]);
    }
    return changed;
  }

 private:
  static constexpr std::int64_t kNotSet = -1;
  ExecutorMetricValues values_{kNotSet};
};

}  // namespace afterglow::history
