#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "historyserver/model/run_finding.h"

namespace afterglow::history {

// "failed": a non-zero exit code, which Spark logs since 4.0, or a last job that failed. "lost":
// the log disappeared before its end was seen.
enum class ApplicationState { running, completed, failed, lost };

// A RunFinding, small: there are some for each run. The rule is an index in
// ApplicationListing::rules().
struct ListedFinding {
  std::uint16_t rule = 0;
  Severity severity = Severity::note;
  float recoverable_ms = 0;
  float recoverable_core_ms = 0;
};

// What a listing tells of one application attempt. Texts are of the listing.
struct ListedAttempt {
  std::string_view log_id;
  std::string_view app_id;
  std::string_view attempt_id;  // empty: none
  std::string_view name;
  std::string_view user;
  std::string_view spark_version;
  std::string_view directory;
  std::string_view queue;
  std::string_view job;         // empty: not known yet
  std::int64_t start_time = 0;  // ms since 1970
  std::optional<std::int64_t> end_time;
  std::int64_t last_updated = 0;
  std::optional<std::int64_t> last_event;
  std::optional<std::int64_t> exit_code;
  bool log_gone = false;
  // What lists are sorted and narrowed by; LogRow says more of each.
  ApplicationState state = ApplicationState::running;
  bool read_once = false;
  std::optional<bool> complete;
  std::optional<std::int64_t> core_time;
  std::int64_t jobs = 0;
  std::int64_t stages = 0;
  std::int64_t tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t task_time = 0;
  std::int64_t input_bytes = 0;
  std::int64_t shuffle_read_bytes = 0;
  std::int64_t shuffle_write_bytes = 0;
  std::int64_t spill_bytes = 0;
  std::int64_t waste_core_time = 0;
  double memory_time = 0;
  std::uint32_t first_finding = 0;  // ApplicationListing::findings() knows them
  std::uint16_t finding_count = 0;
  bool is_judged = false;                 // its log was read to its end, and looked at by rules
  std::optional<Severity> severity = {};  // the highest of its findings

  // Until its end, or as long as is known (LogRow::told_until()).
  std::int64_t duration() const {
    return end_time.value_or(std::max(start_time, last_event.value_or(last_updated))) - start_time;
  }
};

// All applications at one moment, small enough to be kept for very many of them.
class ApplicationListing {
 public:
  // The attempts of one application, the one that started last first.
  using Application = std::span<const ListedAttempt>;

  // Adds what a log says, unless a log of the same attempt that was added before or is added later
  // says it better (as one_of_each_attempt() has it). Copies the texts.
  void add(const ListedAttempt& attempt, std::span<const RunFinding> findings = {});
  // Has to be called once, after all were added.
  void finish();

  // No other listing of this process has it.
  std::uint64_t number() const { return number_; }

  // As Spark lists them: newest end first, then highest id; those that have not ended come last.
  const std::vector<Application>& applications() const { return applications_; }
  // All of them, by application. Equal texts are one text: equal data() means equal, and otherwise
  // they differ.
  const std::vector<ListedAttempt>& attempts() const { return attempts_; }

  // An empty `attempt_id`: the one without attempts. Null: there is no such run.
  const ListedAttempt* find(std::string_view app_id, std::string_view attempt_id) const;

  // Of an attempt of this listing, those that would save most first.
  std::span<const ListedFinding> findings(const ListedAttempt& attempt) const {
    return std::span(findings_).subspan(attempt.first_finding, attempt.finding_count);
  }
  // The ids of all rules that found something.
  const std::vector<std::string_view>& rules() const { return rules_; }

 private:
  static std::uint64_t next_number();
  std::string_view keep(std::string_view text);
  void add_finding(ListedAttempt& attempt, const RunFinding& finding);

  const std::uint64_t number_ = next_number();
  std::unordered_set<std::string> texts_;
  std::vector<ListedAttempt> attempts_;
  std::vector<Application> applications_;
  std::vector<ListedFinding> findings_;
  std::vector<std::string_view> rules_;
};

}  // namespace afterglow::history
