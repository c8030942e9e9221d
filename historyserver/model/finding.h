#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What is wrong with one application attempt, and what it would bring to mend it. Times are ms.
namespace afterglow::history {

enum class Severity : std::uint8_t { note, warning, critical };
inline constexpr std::array<std::string_view, 3> kSeverityNames = {"note", "warning", "critical"};

// How a number is to be shown.
enum class NumberUnit : std::uint8_t {
  count,
  ms,
  bytes,
  share,  // 0 to 1, shown as a percentage; more than 1 where something is that many times another
  times,  // so many times as much
  bytes_per_second,
};
inline constexpr std::array<std::string_view, 6> kNumberUnitNames = {
    "count", "ms", "bytes", "share", "times", "bytes_per_second"};

// A number that a finding rests on. `limit` is the threshold that it crossed, and `key` the
// configuration key of that.
struct FindingNumber {
  std::string name;  // "longest task"
  double value = 0;
  NumberUnit unit = NumberUnit::count;
  std::optional<double> limit = {};
  std::string key = {};
};

enum class LinkKind : std::uint8_t {
  stage,     // id, attempt
  task,      // id: of the task; attempt: of the stage; other: the stage
  job,       // id
  query,     // id
  node,      // id: of the query; other: the node in its latest plan
  rdd,       // id
  executor,  // name
  host,      // name
  setting,   // name
  log,       // what the log lacks
};
inline constexpr std::array<std::string_view, 10> kLinkKindNames = {
    "stage", "task", "job", "query", "node", "rdd", "executor", "host", "setting", "log"};

// The exact thing that a finding speaks of, the most important one first.
struct FindingLink {
  LinkKind kind = LinkKind::stage;
  std::int64_t id = 0;
  std::int64_t attempt = 0;
  std::int64_t other = 0;
  std::string name = {};  // of an executor, a host, a setting; else what a person calls it
  std::string note = {};  // what is to be seen there: "23 times the median"
};

// What to try. `setting` is empty where code has to change.
struct FindingAdvice {
  std::string text;
  std::string setting = {};
  std::string value = {};    // that it should have
  std::string current = {};  // that it had; empty: its default
};

struct Finding {
  std::string rule;  // Rule::id
  Severity severity = Severity::note;
  std::string title;  // of the rule
  std::string text;   // one sentence for a person
  // What fixing it would save, as far as can be told: of the wall time, and of the time that
  // executors hold their cores.
  double recoverable_ms = 0;
  double recoverable_core_ms = 0;
  std::vector<FindingNumber> numbers;
  std::vector<FindingLink> links;
  std::vector<FindingAdvice> advice;
};

}  // namespace afterglow::history
