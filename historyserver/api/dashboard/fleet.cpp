// Many runs: what they cost, what of that was wasted, and on whom.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "historyserver/api/dashboard/application_query.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/run_json.h"
#include "historyserver/insights/rules.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::int64_t kDefaultGroups = 100;
constexpr std::int64_t kMostGroups = 1000;
constexpr std::size_t kMostDays = 4000;  // the latest

using Runs = std::vector<const ListedAttempt*>;
// By where the text stands: the listing has each text once.
using Groups = std::unordered_map<const char*, std::pair<std::string_view, RunSums>>;
using Days = std::map<std::int64_t, RunSums>;

std::int64_t day_of(const ListedAttempt& run) {
  const std::int64_t rest = run.start_time % kMsPerDay;
  return run.start_time - rest - (rest < 0 ? kMsPerDay : 0);
}

Groups groups_by(std::string_view ListedAttempt::*member, const ApplicationListing& listing,
                 const Runs& runs) {
  Groups groups;
  for (const ListedAttempt* run : runs) {
    const std::string_view value = run->*member;
    auto& [name, sums] = groups[value.data()];
    name = value;
    sums.add(*run, listing.findings(*run));
  }
  return groups;
}

// A run counts for each rule that found something in it, with what that rule found.
Groups groups_by_rule(const ApplicationListing& listing, const Runs& runs) {
  Groups groups;
  for (const ListedAttempt* run : runs) {
    std::map<std::uint16_t, std::vector<ListedFinding>> by_rule;
    for (const ListedFinding& finding : listing.findings(*run)) {
      by_rule[finding.rule].push_back(finding);
    }
    for (const auto& [rule, findings] : by_rule) {
      const std::string_view value = listing.rules()[rule];
      auto& [name, sums] = groups[value.data()];
      name = value;
      sums.add(*run, findings);
    }
  }
  return groups;
}

Days days_of(const ApplicationListing& listing, const Runs& runs) {
  Days days;
  for (const ListedAttempt* run : runs) days[day_of(*run)].add(*run, listing.findings(*run));
  while (days.size() > kMostDays) days.erase(days.begin());
  return days;
}

// `name` as the filter of the same name takes it, so that each group leads to its runs.
void write_group(JsonWriter& json, std::string_view name, const RunSums& sums,
                 const Prices& prices) {
  json.begin_object().field("value", name);
  write_sums(json, sums, prices);
  json.end_object();
}

void write_groups(JsonWriter& json, const Groups& groups, const Prices& prices, std::int64_t most) {
  std::vector<std::pair<std::string_view, RunSums>> sorted;
  for (const auto& [text, group] : groups) sorted.push_back(group);
  std::ranges::sort(sorted, [&](const auto& a, const auto& b) {
    const double left = a.second.cost(prices);
    const double right = b.second.cost(prices);
    return std::tie(right, b.second.runs, a.first) < std::tie(left, a.second.runs, b.first);
  });
  const auto shown = std::min(sorted.size(), static_cast<std::size_t>(most));
  json.field("groupCount", static_cast<std::int64_t>(sorted.size()));
  json.key("groups").begin_array();
  for (std::size_t i = 0; i < shown; ++i) {
    write_group(json, sorted[i].first, sorted[i].second, prices);
  }
  json.end_array();
  if (shown == sorted.size()) return;
  RunSums others;
  for (std::size_t i = shown; i < sorted.size(); ++i) others.add(sorted[i].second);
  json.key("others").begin_object();
  write_sums(json, others, prices);
  json.end_object();
}

void write_days(JsonWriter& json, std::string_view name, const Days& days, const Prices& prices) {
  json.key(name).begin_array();
  for (const auto& [day, sums] : days) {
    json.begin_object().field("from", day).field("to", day + kMsPerDay - 1);
    write_sums(json, sums, prices);
    json.end_object();
  }
  json.end_array();
}

Parsed<void> take_price(const Request& request, std::string_view name, double& price) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return {};
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number) || number < 0) {
    return std::unexpected(text_response(400, std::string(name) + " is not a price: " + text));
  }
  price = number;
  return {};
}

Parsed<Prices> prices_of(const ApiContext& context, const Request& request) {
  Prices prices = context.prices;
  if (auto taken = take_price(request, "coreHour", prices.core_hour); !taken) {
    return std::unexpected(taken.error());
  }
  if (auto taken = take_price(request, "memoryGiBHour", prices.memory_gib_hour); !taken) {
    return std::unexpected(taken.error());
  }
  const std::string currency = request.parameter("currency").value_or("");
  if (!currency.empty()) prices.currency = currency;
  return prices;
}

void write_prices(JsonWriter& json, const Prices& prices) {
  json.key("prices")
      .begin_object()
      .field("coreHour", prices.core_hour)
      .field("memoryGiBHour", prices.memory_gib_hour)
      .field("currency", prices.currency)
      .end_object();
}

// What the rules are called that groups or conditions name.
void write_titles(JsonWriter& json, const std::set<std::string_view>& rules) {
  json.key("titles").begin_object();
  for (const std::string_view id : rules) {
    if (const Rule* const rule = find_rule(id)) json.field(rule->id, rule->title);
  }
  json.end_object();
}

}  // namespace

Response dashboard_fleet(const ApiContext& context, const Request& request, const PathArguments&) {
  const auto query = parse_application_query(request);
  if (!query) return query.error();
  const auto prices = prices_of(context, request);
  if (!prices) return prices.error();
  const auto limit = int_parameter(request, "limit", kDefaultGroups);
  if (!limit) return limit.error();
  std::string by = request.parameter("groupBy").value_or("");
  if (by.empty()) by = "user";
  std::string_view ListedAttempt::*member = nullptr;
  if (by == "user") member = &ListedAttempt::user;
  if (by == "queue") member = &ListedAttempt::queue;
  if (by == "job") member = &ListedAttempt::job;
  if (!member && by != "rule" && by != "day") {
    return text_response(400, "groupBy is one of user, queue, job, day and rule, not " + by);
  }
  const auto history = context.histories->now(context.catalog);
  if (!history) return internal_error(history.error());
  const ApplicationListing& listing = history->listing();
  const Runs runs = matching_runs(*history, *query);
  RunSums total;
  for (const ListedAttempt* run : runs) total.add(*run, listing.findings(*run));
  const Days days = days_of(listing, runs);
  JsonWriter json(selected_fields(request));
  json.begin_object();
  write_prices(json, *prices);
  json.key("total").begin_object();
  write_sums(json, total, *prices);
  json.end_object().field("groupBy", by);
  if (by == "day") {
    write_days(json, "groups", days, *prices);
  } else {
    write_groups(json, member ? groups_by(member, listing, runs) : groups_by_rule(listing, runs),
                 *prices, std::clamp<std::int64_t>(*limit, 1, kMostGroups));
  }
  write_days(json, "days", days, *prices);
  constexpr auto facet = std::ranges::find(ApplicationQuery::kFacets, "rule");
  const auto& asked = query->wanted[static_cast<std::size_t>(
      std::distance(ApplicationQuery::kFacets.begin(), facet))];
  std::set<std::string_view> named(asked.begin(), asked.end());
  if (by == "rule") named.insert(listing.rules().begin(), listing.rules().end());
  write_titles(json, named);
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
