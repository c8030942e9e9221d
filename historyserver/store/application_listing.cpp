#include "historyserver/store/application_listing.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <tuple>

namespace afterglow::history {
namespace {

// Where no time is known, in Spark.
constexpr std::int64_t kNoTime = -1;

bool listed_before(ApplicationListing::Application a, ApplicationListing::Application b) {
  const std::int64_t end_a = a.front().end_time.value_or(kNoTime);
  const std::int64_t end_b = b.front().end_time.value_or(kNoTime);
  return end_a != end_b ? end_a > end_b : a.front().app_id > b.front().app_id;
}

}  // namespace

std::string_view ApplicationListing::keep(std::string_view text) {
  return *texts_.emplace(text).first;
}

std::uint64_t ApplicationListing::next_number() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

void ApplicationListing::add_finding(ListedAttempt& attempt, const RunFinding& finding) {
  auto rule = std::ranges::find(rules_, finding.rule);
  const bool is_new = rule == rules_.end();
  if (is_new && rules_.size() > std::numeric_limits<std::uint16_t>::max()) return;
  if (is_new) rule = rules_.insert(rule, keep(finding.rule));
  findings_.push_back({static_cast<std::uint16_t>(rule - rules_.begin()), finding.severity,
                       static_cast<float>(finding.recoverable_ms),
                       static_cast<float>(finding.recoverable_core_ms)});
  ++attempt.finding_count;
  attempt.severity = std::max(attempt.severity, std::optional(finding.severity));
}

void ApplicationListing::add(const ListedAttempt& attempt, std::span<const RunFinding> findings) {
  ListedAttempt& kept = attempts_.emplace_back(attempt);
  for (const auto text :
       {&ListedAttempt::log_id, &ListedAttempt::app_id, &ListedAttempt::attempt_id,
        &ListedAttempt::name, &ListedAttempt::user, &ListedAttempt::spark_version,
        &ListedAttempt::directory, &ListedAttempt::queue, &ListedAttempt::job}) {
    kept.*text = keep(attempt.*text);
  }
  kept.first_finding = static_cast<std::uint32_t>(findings_.size());
  kept.finding_count = 0;
  kept.severity.reset();
  constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
  for (const RunFinding& finding : findings.first(std::min(findings.size(), most))) {
    add_finding(kept, finding);
  }
}

void ApplicationListing::finish() {
  std::ranges::sort(attempts_, [](const ListedAttempt& a, const ListedAttempt& b) {
    return std::tie(a.app_id, a.attempt_id, a.log_gone, b.last_updated, a.log_id) <
           std::tie(b.app_id, b.attempt_id, b.log_gone, a.last_updated, b.log_id);
  });
  const auto same = std::ranges::unique(attempts_, {}, [](const ListedAttempt& attempt) {
    return std::tie(attempt.app_id, attempt.attempt_id);
  });
  attempts_.erase(same.begin(), same.end());
  for (auto begin = attempts_.begin(); begin != attempts_.end();) {
    const auto end = std::find_if(begin, attempts_.end(), [&](const ListedAttempt& attempt) {
      return attempt.app_id != begin->app_id;
    });
    std::stable_sort(begin, end, [](const ListedAttempt& a, const ListedAttempt& b) {
      return a.start_time > b.start_time;
    });
    applications_.emplace_back(begin, end);
    begin = end;
  }
  std::ranges::sort(applications_, listed_before);
}

const ListedAttempt* ApplicationListing::find(std::string_view app_id,
                                              std::string_view attempt_id) const {
  const auto of_application =
      std::ranges::equal_range(attempts_, app_id, {}, &ListedAttempt::app_id);
  const auto found = std::ranges::find(of_application, attempt_id, &ListedAttempt::attempt_id);
  return found == of_application.end() ? nullptr : &*found;
}

}  // namespace afterglow::history
