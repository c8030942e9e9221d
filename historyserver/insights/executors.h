#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/insights/facts.h"

// What several rules ask about executors, the driver, and the time without jobs.
namespace afterglow::history {

// Where they stand among the peaks (model/executor_metric.h).
inline constexpr std::size_t kJvmHeap = 0;
inline constexpr std::size_t kJvmOffHeap = 1;
inline constexpr std::size_t kOnHeapUnified = 6;
inline constexpr std::size_t kDirectPool = 8;
inline constexpr std::size_t kPythonRss = 13;
inline constexpr std::size_t kOtherRss = 15;

// A time in which no job ran. The first one has none before it, the last one none after it.
struct Gap {
  std::int64_t start = 0;  // ms since 1970
  std::int64_t end = 0;
  const JobFacts* before = nullptr;
  const JobFacts* after = nullptr;
  double collected = 0;  // bytes that tasks of the job before sent to the driver

  double duration() const { return static_cast<double>(end - start); }
};
// In the order of time; an application without jobs has none.
std::vector<Gap> gaps_of(const Facts& facts);
// Of the gap, what the driver needs to take in what the tasks of the job before it sent: at most
// what they sent by a speed at which rows become objects; 0 where they sent little.
double collecting_time(const Gap& gap);
// When the last job ended; the application's start when there was none.
std::int64_t last_job_end(const Facts& facts);

// Somebody types its queries, or a service waits for them: what it does not do is no fault of it.
bool is_interactive(const Facts& facts);
// The log lacks jobs or executors, so that nothing can be said about the time between them.
bool lacks_events(const Facts& facts);
bool is_streaming(const JobFacts& job);   // of a batch, which begins when it is due
bool has_containers(const Facts& facts);  // YARN or Kubernetes limits the memory of executors

// Bytes of heap that an executor was given, and of what its container holds besides.
double heap_of(const Facts& facts, const ExecutorRow& executor);
double overhead_of(const Facts& facts, const ExecutorRow& executor);
// How long it was there, in ms.
double lifetime_of(const Facts& facts, const ExecutorRow& executor);

// "1536m", "6g": as much, rounded up to half a GiB.
std::string memory_setting(double bytes);

// Spark's version as a number to compare: 305 is 3.5, 0 is unknown.
int version_of(const Facts& facts);

}  // namespace afterglow::history
