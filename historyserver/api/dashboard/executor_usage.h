#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "historyserver/api/api_context.h"
#include "historyserver/api/dashboard/time_bins.h"

// What executors' cores did over time: they are allocated from an executor's addition to its
// removal, and busy while tasks run on them, each as many cores as its resource profile says.
namespace afterglow::history {

// One executor, or all of one host.
struct UsageRow {
  UsageRow(std::string name, std::string on, const TimeSpan& span)
      : id(std::move(name)), host(std::move(on)), allocated(span), busy(span) {}

  std::string id;
  std::string host;
  std::int64_t executors = 0;
  std::int64_t cores = 0;
  std::int64_t tasks = 0;  // that ran in the span
  std::int64_t add_time = 0;
  std::optional<std::int64_t> remove_time;  // of a host: when its last executor was removed
  TimeBins allocated;                       // cores
  TimeBins busy;                            // cores

  // Cores that were busy, on average of each bin: as a log may tell of more tasks than there was
  // room for, never more than were allocated.
  std::vector<double> used() const;
};

enum class UsageRows { all_in_one, executors, hosts };

struct ExecutorUsage {
  TimeSpan span;
  std::vector<UsageRow> rows;       // those that were there in the span, in the order of the table
  std::vector<double> executors;    // that were there, on average of each bin
  std::vector<std::int64_t> added;  // in each bin
  std::vector<std::int64_t> removed;
};

// The span that `from`, `to` and `bins` ask for: all that the log tells of unless they are there.
Parsed<TimeSpan> usage_span(const OpenAttempt& attempt, const Request& request,
                            std::int64_t default_bins);

Result<ExecutorUsage> executor_usage(OpenAttempt& attempt, const TimeSpan& span, UsageRows rows);

}  // namespace afterglow::history
