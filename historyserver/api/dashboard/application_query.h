#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/api/paging.h"
#include "historyserver/fleet/job_history.h"
#include "historyserver/store/application_listing.h"

namespace afterglow::history {

// What of all runs is wanted, in which order, and which page of it.
struct ApplicationQuery {
  // Of the facets in this order.
  static constexpr std::array<std::string_view, 11> kFacets = {
      "status", "user",  "version",  "name", "directory", "completeness",
      "job",    "queue", "severity", "rule", "regression"};

  // Words, each of which is somewhere in name, id, user, version or attempt.
  std::string search;
  std::array<std::vector<std::string>, kFacets.size()> wanted;  // of each facet; empty: any
  std::optional<std::int64_t> from;                             // start, in ms since 1970
  std::optional<std::int64_t> to;
  bool regressed = false;  // only runs that have, in anything
  const SortKey<ListedAttempt>* order = nullptr;
  bool descending = true;
  Page page;
  bool shape = true;  // whether facets and starts are wanted
};

struct FacetValue {
  std::string_view value;
  std::int64_t runs = 0;
};

// Starts of runs in intervals of the same width, the first one at `from`.
struct StartHistogram {
  std::int64_t from = 0;
  std::int64_t width = 0;  // ms; 0: there are none
  std::vector<std::int64_t> runs;
  std::vector<std::int64_t> failed;  // of them
};

struct ApplicationSelection {
  std::vector<const ListedAttempt*> page;
  std::int64_t matching = 0;
  // The values that the runs have which pass all other conditions, most frequent first.
  std::array<std::vector<FacetValue>, ApplicationQuery::kFacets.size()> facets;
  StartHistogram starts;  // of the runs that pass all other conditions
};

std::string_view state_name(ApplicationState state);

// 400 for words that are none.
Parsed<ApplicationQuery> parse_application_query(const Request& request);

// Texts and rows are of the listing.
ApplicationSelection select_applications(const JobHistory& history, const ApplicationQuery& query);

// All that meet the conditions, in no order.
std::vector<const ListedAttempt*> matching_runs(const JobHistory& history,
                                                const ApplicationQuery& query);

// How long earlier runs of the same name took that have ended, the latest last, for each of `rows`.
std::vector<std::vector<std::int64_t>> earlier_durations(
    const ApplicationListing& listing, const std::vector<const ListedAttempt*>& rows);

}  // namespace afterglow::history
