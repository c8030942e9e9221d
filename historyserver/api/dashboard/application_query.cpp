#include "historyserver/api/dashboard/application_query.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <sstream>
#include <tuple>
#include <unordered_map>

#include "historyserver/api/paging.h"
#include "historyserver/api/text_search.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kDefaultPage = 200;
constexpr std::size_t kFacetValues = 100;
constexpr std::int64_t kStartBins = 120;
constexpr std::size_t kEarlierRuns = 12;
constexpr std::size_t kFacetCount = ApplicationQuery::kFacets.size();

// Conditions that a run does not meet, as bits: one a facet, then these.
constexpr unsigned kTimeFails = 1U << kFacetCount;
constexpr unsigned kSearchFails = kTimeFails << 1;

std::string_view completeness_name(const ListedAttempt& run) {
  if (!run.complete) return "unknown";
  return *run.complete ? "complete" : "incomplete";
}

std::string_view severity_name(const ListedAttempt& run) {
  if (!run.is_judged) return "unknown";
  return run.severity ? kSeverityNames[static_cast<std::size_t>(*run.severity)] : "none";
}

constexpr std::size_t kRuleFacet = 9;
constexpr std::size_t kRegressionFacet = 10;
static_assert(ApplicationQuery::kFacets[kRuleFacet] == "rule");
static_assert(ApplicationQuery::kFacets[kRegressionFacet] == "regression");

// Of the facets of which each run has one value.
std::string_view facet_value(std::size_t facet, const ListedAttempt& run) {
  switch (facet) {
    case 0:
      return state_name(run.state);
    case 1:
      return run.user;
    case 2:
      return run.spark_version;
    case 3:
      return run.name;
    case 4:
      return run.directory;
    case 5:
      return completeness_name(run);
    case 6:
      return run.job;
    case 7:
      return run.queue;
    default:
      return severity_name(run);
  }
}

// Each of a run's values once.
template <typename Visit>
void each_value(std::size_t facet, const JobHistory& history, const ListedAttempt& run,
                Visit&& visit) {
  if (facet == kRegressionFacet) {
    if (!history.has_regressed(run)) return;
    for (std::size_t i = 0; i < kRunMetricCount; ++i) {
      if (history.has_regressed(run, static_cast<RunMetric>(i))) visit(kRunMetricNames[i]);
    }
  } else if (facet == kRuleFacet) {
    const auto findings = history.listing().findings(run);
    for (auto one = findings.begin(); one != findings.end(); ++one) {
      const bool is_first = std::find_if(findings.begin(), one, [&](const ListedFinding& other) {
                              return other.rule == one->rule;
                            }) == one;
      if (is_first) visit(history.listing().rules()[one->rule]);
    }
  } else {
    visit(facet_value(facet, run));
  }
}

using Run = ListedAttempt;
constexpr std::array kRunSortKeys = std::to_array<SortKey<Run>>({
    {"startTime", [](const Run& run) -> SortValue { return run.start_time; }},
    {"state",
     [](const Run& run) -> SortValue {
       constexpr std::array<std::int64_t, 4> urgency = {0, 3, 1, 2};
       return urgency[static_cast<std::size_t>(run.state)];
     }},
    {"name", [](const Run& run) -> SortValue { return run.name; }},
    {"id", [](const Run& run) -> SortValue { return run.app_id; }},
    {"user", [](const Run& run) -> SortValue { return run.user; }},
    {"duration", [](const Run& run) -> SortValue { return run.duration(); }},
    {"coreTime", [](const Run& run) -> SortValue { return run.core_time.value_or(-1); }},
    {"jobs", [](const Run& run) -> SortValue { return run.jobs; }},
    {"stages", [](const Run& run) -> SortValue { return run.stages; }},
    {"tasks", [](const Run& run) -> SortValue { return run.tasks; }},
    {"failedTasks", [](const Run& run) -> SortValue { return run.failed_tasks; }},
    {"taskTime", [](const Run& run) -> SortValue { return run.task_time; }},
    {"inputBytes", [](const Run& run) -> SortValue { return run.input_bytes; }},
    {"shuffleReadBytes", [](const Run& run) -> SortValue { return run.shuffle_read_bytes; }},
    {"shuffleWriteBytes", [](const Run& run) -> SortValue { return run.shuffle_write_bytes; }},
    {"spillBytes", [](const Run& run) -> SortValue { return run.spill_bytes; }},
    {"sparkVersion", [](const Run& run) -> SortValue { return run.spark_version; }},
    {"complete", [](const Run& run) -> SortValue { return completeness_name(run); }},
    {"lastUpdated", [](const Run& run) -> SortValue { return run.last_updated; }},
    {"directory", [](const Run& run) -> SortValue { return run.directory; }},
    {"job", [](const Run& run) -> SortValue { return run.job; }},
    {"queue", [](const Run& run) -> SortValue { return run.queue; }},
    {"severity",
     [](const Run& run) -> SortValue {
       return run.severity ? static_cast<std::int64_t>(*run.severity) : std::int64_t{-1};
     }},
    {"wasteCoreTime", [](const Run& run) -> SortValue { return run.waste_core_time; }},
});

class Conditions {
 public:
  Conditions(const JobHistory& history, const ApplicationQuery& query)
      : history_(history), query_(query) {
    std::istringstream words(query.search);
    for (std::string word; words >> word;) words_.emplace_back(word);
  }

  unsigned failed_by(const Run& run) const {
    unsigned failed = 0;
    for (std::size_t facet = 0; facet < kFacetCount; ++facet) {
      const auto& wanted = query_.wanted[facet];
      if (wanted.empty()) continue;
      bool has_one = false;
      each_value(facet, history_, run, [&](std::string_view value) {
        has_one = has_one || std::ranges::find(wanted, value) != wanted.end();
      });
      if (!has_one) failed |= 1U << facet;
    }
    if (query_.regressed && !history_.has_regressed(run)) failed |= 1U << kRegressionFacet;
    if ((query_.from && run.start_time < *query_.from) ||
        (query_.to && run.start_time > *query_.to)) {
      failed |= kTimeFails;
    }
    // What two others have kept out already counts nowhere.
    if (std::popcount(failed) < 2 && !is_found(run)) failed |= kSearchFails;
    return failed;
  }

 private:
  bool is_found(const Run& run) const {
    return std::ranges::all_of(words_, [&](const TextSearch& word) {
      return word.is_in(run.name) || word.is_in(run.app_id) || word.is_in(run.user) ||
             word.is_in(run.spark_version) || word.is_in(run.attempt_id);
    });
  }

  const JobHistory& history_;
  const ApplicationQuery& query_;
  std::vector<TextSearch> words_;
};

class FacetCounter {
 public:
  void count(std::size_t facet, std::string_view value) {
    ++runs_[facet].try_emplace(value.data(), FacetValue{value, 0}).first->second.runs;
  }

  std::vector<FacetValue> take(std::size_t facet, const std::vector<std::string>& wanted) const {
    std::vector<FacetValue> values;
    for (const auto& [text, value] : runs_[facet]) values.push_back(value);
    const auto end =
        values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), kFacetValues));
    std::ranges::partial_sort(values, end, [&](const FacetValue& a, const FacetValue& b) {
      const bool a_wanted = std::ranges::find(wanted, a.value) != wanted.end();
      const bool b_wanted = std::ranges::find(wanted, b.value) != wanted.end();
      return std::tie(b_wanted, b.runs, a.value) < std::tie(a_wanted, a.runs, b.value);
    });
    values.erase(end, values.end());
    return values;
  }

 private:
  // By where the text stands: the listing has each text once.
  std::array<std::unordered_map<const char*, FacetValue>, kFacetCount> runs_;
};

StartHistogram histogram_of(const std::vector<const Run*>& runs) {
  StartHistogram starts;
  if (runs.empty()) return starts;
  const auto [first, last] =
      std::ranges::minmax(runs, {}, [](const Run* r) { return r->start_time; });
  starts.from = first->start_time;
  // As unsigned: a log may tell any times.
  const auto distance = [&](const Run& run) {
    return static_cast<std::uint64_t>(run.start_time) - static_cast<std::uint64_t>(starts.from);
  };
  const std::uint64_t width = distance(*last) / kStartBins + 1;
  starts.width = static_cast<std::int64_t>(width);
  starts.runs.resize(distance(*last) / width + 1);
  starts.failed.resize(starts.runs.size());
  for (const Run* run : runs) {
    const auto bin = static_cast<std::size_t>(distance(*run) / width);
    ++starts.runs[bin];
    if (run->state == ApplicationState::failed || run->state == ApplicationState::lost) {
      ++starts.failed[bin];
    }
  }
  return starts;
}

// Only the page is in order afterwards: the rest need not be.
void cut_sorted(std::vector<const Run*>& runs, const ApplicationQuery& query) {
  const auto before = [&](const Run* a, const Run* b) {
    const SortValue left = query.order->value(*a);
    const SortValue right = query.order->value(*b);
    if (left != right) return query.descending ? right < left : left < right;
    return std::tie(b->start_time, b->app_id, b->attempt_id) <
           std::tie(a->start_time, a->app_id, a->attempt_id);
  };
  const auto total = static_cast<std::int64_t>(runs.size());
  const auto begin = runs.begin() + query.page.begin(total);
  const auto end = begin + query.page.count(total);
  if (begin != runs.end()) {
    std::nth_element(runs.begin(), begin, runs.end(), before);
    std::partial_sort(begin, end, runs.end(), before);
  }
  cut_to_page(runs, query.page);
}

Parsed<void> parse_order(const Request& request, ApplicationQuery& query) {
  const std::string wanted = request.parameter("sortBy").value_or("-startTime");
  query.descending = wanted.starts_with('-');
  const auto key = std::ranges::find(
      kRunSortKeys, std::string_view(wanted).substr(query.descending ? 1 : 0), &SortKey<Run>::name);
  if (key == kRunSortKeys.end()) {
    std::vector<std::string_view> names;
    for (const SortKey<Run>& one : kRunSortKeys) names.push_back(one.name);
    return std::unexpected(unknown_sort_key(wanted, names));
  }
  query.order = &*key;
  return {};
}

Parsed<std::optional<std::int64_t>> parse_time(const Request& request, std::string_view name) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return std::nullopt;
  std::int64_t time = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::unexpected(text_response(400, std::string(name) + " is not a time in ms: " + text));
  }
  return time;
}

}  // namespace

std::string_view state_name(ApplicationState state) {
  constexpr std::array<std::string_view, 4> names = {"running", "completed", "failed", "lost"};
  return names[static_cast<std::size_t>(state)];
}

Parsed<ApplicationQuery> parse_application_query(const Request& request) {
  ApplicationQuery query;
  query.search = request.parameter("search").value_or("");
  for (std::size_t facet = 0; facet < kFacetCount; ++facet) {
    query.wanted[facet] = request.parameters(ApplicationQuery::kFacets[facet]);
  }
  for (const auto& [name, member] :
       {std::pair{"from", &ApplicationQuery::from}, std::pair{"to", &ApplicationQuery::to}}) {
    const auto time = parse_time(request, name);
    if (!time) return std::unexpected(time.error());
    query.*member = *time;
  }
  if (auto ordered = parse_order(request, query); !ordered) return std::unexpected(ordered.error());
  const auto page = page_parameters(request, kDefaultPage);
  if (!page) return std::unexpected(page.error());
  query.page = *page;
  query.shape = flag_parameter(request, "shape", true);
  query.regressed = flag_parameter(request, "regressed", false);
  if (query.page.length < 0 || query.page.length > kMaxPage) {
    query.page.length = kMaxPage;
  }
  return query;
}

std::vector<const Run*> matching_runs(const JobHistory& history, const ApplicationQuery& query) {
  const Conditions conditions(history, query);
  std::vector<const Run*> runs;
  for (const Run& run : history.listing().attempts()) {
    if (conditions.failed_by(run) == 0) runs.push_back(&run);
  }
  return runs;
}

ApplicationSelection select_applications(const JobHistory& history, const ApplicationQuery& query) {
  ApplicationSelection selection;
  const Conditions conditions(history, query);
  FacetCounter counter;
  std::vector<const Run*> of_any_time;
  for (const Run& run : history.listing().attempts()) {
    const unsigned failed = conditions.failed_by(run);
    if (failed == 0) selection.page.push_back(&run);
    if (!query.shape) continue;
    if ((failed & ~kTimeFails) == 0) of_any_time.push_back(&run);
    for (std::size_t facet = 0; facet < kFacetCount; ++facet) {
      if ((failed & ~(1U << facet)) != 0) continue;
      each_value(facet, history, run, [&](std::string_view value) { counter.count(facet, value); });
    }
  }
  selection.matching = static_cast<std::int64_t>(selection.page.size());
  for (std::size_t facet = 0; facet < kFacetCount; ++facet) {
    selection.facets[facet] = counter.take(facet, query.wanted[facet]);
  }
  selection.starts = histogram_of(of_any_time);
  cut_sorted(selection.page, query);
  return selection;
}

std::vector<std::vector<std::int64_t>> earlier_durations(
    const ApplicationListing& listing, const std::vector<const ListedAttempt*>& rows) {
  using Started = std::pair<std::int64_t, std::int64_t>;  // when, and how long
  std::unordered_map<const char*, std::vector<Started>> by_name;
  for (const Run* row : rows) by_name.try_emplace(row->name.data());
  for (const Run& run : listing.attempts()) {
    if (!run.end_time) continue;
    const auto found = by_name.find(run.name.data());
    if (found != by_name.end()) found->second.emplace_back(run.start_time, run.duration());
  }
  for (auto& [name, runs] : by_name) std::ranges::sort(runs);
  std::vector<std::vector<std::int64_t>> durations;
  for (const Run* row : rows) {
    const auto& runs = by_name.at(row->name.data());
    const auto end = std::ranges::lower_bound(runs, row->start_time, {}, &Started::first);
    auto next = end - std::min<std::ptrdiff_t>(kEarlierRuns, end - runs.begin());
    auto& earlier = durations.emplace_back();
    for (; next != end; ++next) earlier.push_back(next->second);
  }
  return durations;
}

}  // namespace afterglow::history
