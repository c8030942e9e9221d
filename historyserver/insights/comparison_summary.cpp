#include "historyserver/insights/comparison_summary.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {

// Less than both of the first is no difference; what explains less than this part of it is no
// cause.
constexpr double kSame = 0.05;
constexpr double kSameMs = 1000;
constexpr double kCause = 0.25;
constexpr double kGrown = 1.2;
constexpr std::size_t kCauses = 3;

const ComparedMetric* metric(const Comparison& comparison, std::string_view name) {
  const auto found = std::ranges::find(comparison.metrics, name, &ComparedMetric::name);
  return found == comparison.metrics.end() ? nullptr : &*found;
}

// "2.1 times as long as", "30% less time than"
std::string ratio_words(double ratio) {
  if (ratio >= 1.95) return times_words(ratio) + " times as long";
  if (ratio >= 1) return share_words(ratio - 1) + " longer";
  return share_words(1 - ratio) + " less time";
}

std::string cut(const std::string& text) {
  constexpr std::size_t most = 60;
  const std::string line = text.substr(0, text.find('\n'));
  return line.size() <= most ? line : line.substr(0, most) + "...";
}

// Of operators that only one of two plans has, what says most about how they differ.
const std::string* telling(const std::vector<std::string>& operators) {
  for (const std::string_view kind : {"Join", "Scan", "Aggregate", "Window", "Python", ""}) {
    const auto found = std::ranges::find_if(
        operators, [&](const std::string& name) { return name.find(kind) != std::string::npos; });
    if (found != operators.end()) return &*found;
  }
  return nullptr;
}

bool is_join_name(const std::string& name) {
  return name.find("Join") != std::string::npos || name == "CartesianProduct";
}

const ComparedDetail* detail(const ComparedNode& node, std::string_view of) {
  const auto found = std::ranges::find(node.details, of, &ComparedDetail::of);
  return found == node.details.end() ? nullptr : &*found;
}

// What of a changed operator says most about why it took another time, in words; the less the rank,
// the more. Nothing for what need not matter.
struct PlanWords {
  int rank = 0;
  std::string text;
};

std::optional<PlanWords> words_of(const ComparedNode& node) {
  if (node.change != NodeChange::changed) return {};
  const auto instead = [](const std::string& now, const std::string& before) {
    return now + " instead of " + before;
  };
  if (is_join_name(node.name[1]) && node.name[0] != node.name[1]) {
    return PlanWords{0, "with " + instead(node.name[1], node.name[0])};
  }
  if (const auto* type = detail(node, "join type")) {
    return PlanWords{1, "with " + instead(type->value[1], type->value[0]) + " join"};
  }
  if (node.sides_swapped) return PlanWords{2, node.name[1] + " with its sides swapped"};
  if (const auto* side = detail(node, "build side"); side && !side->value[1].empty()) {
    return PlanWords{
        2, node.name[1] + " builds from its " + instead(side->value[1], side->value[0]) + " side"};
  }
  for (const std::string_view filters : {"partition filters", "pushed filters"}) {
    const auto* const one = detail(node, filters);
    if (!one) continue;
    const auto or_none = [](const std::string& value) {
      return value.empty() || value == "[]" ? "none" : cut(value);
    };
    return PlanWords{3, "reads with the " + std::string(filters) + " " +
                            instead(or_none(one->value[1]), or_none(one->value[0]))};
  }
  if (const auto* count = detail(node, "partitions"); count && !count->value[1].empty()) {
    return PlanWords{4,
                     "shuffles into " + instead(count->value[1], count->value[0]) + " partitions"};
  }
  return {};
}

// "by another plan (with BroadcastHashJoin instead of SortMergeJoin)"; empty where nothing matters.
std::string plan_words(const ComparedQuery& query) {
  std::optional<PlanWords> best;
  for (const ComparedNode& node : query.plan.nodes) {
    auto words = words_of(node);
    if (words && (!best || words->rank < best->rank)) best = std::move(words);
  }
  std::string text = "by another plan";
  if (best) return text + " (" + best->text + ")";
  if (query.same_plan) return {};
  const std::string* const added = telling(query.added);
  const std::string* const removed = telling(query.removed);
  if (added && removed) return text + " (with " + *added + " instead of " + *removed + ")";
  if (added) return text + " (with " + *added + ")";
  return removed ? text + " (without " + *removed + ")" : text;
}

// One cause, and how much of the difference it may explain.
struct Cause {
  double weight = 0;
  std::string text;
};

// `sign`: 1 when b took longer.
void add_amounts(std::vector<Cause>& causes, const Comparison& comparison, double sign) {
  const auto ratio = [&](std::string_view name) {
    const ComparedMetric* const one = metric(comparison, name);
    return one && one->value[0] > 0 ? one->value[1] / one->value[0] : 1.0;
  };
  const double input = ratio("input");
  if (sign > 0 ? input >= kGrown : input <= 1 / kGrown && input > 0) {
    causes.push_back({0.9, "it read " + times_words(input) + " times the input (" +
                               size_words(metric(comparison, "input")->value[1]) + ")"});
  }
  const double cores = ratio("average cores");
  if (sign > 0 ? cores <= 1 / kGrown && cores > 0 : cores >= kGrown) {
    const ComparedMetric* const one = metric(comparison, "average cores");
    causes.push_back({0.8, "it had " + times_words(one->value[1]) + " cores instead of " +
                               times_words(one->value[0])});
  }
}

void add_queries(std::vector<Cause>& causes, const Comparison& comparison, double delta) {
  for (const ComparedQuery& query : comparison.queries) {
    const double share = query.delta / delta;
    if (share < kCause) continue;
    std::string text = "query \"" + cut(query.description()) + "\" ";
    if (!query.side[0]) {
      text += "is new (" + duration_words(query.side[1]->duration) + ")";
    } else if (!query.side[1]) {
      text += "is gone (" + duration_words(query.side[0]->duration) + ")";
    } else {
      text += "took " + duration_words(query.side[1]->duration) + " instead of " +
              duration_words(query.side[0]->duration);
      if (const std::string plan = plan_words(query); !plan.empty()) text += ", " + plan;
    }
    causes.push_back({share, std::move(text)});
    return;  // the largest is enough
  }
}

void add_parts(std::vector<Cause>& causes, const Comparison& comparison, double delta) {
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    const double change = comparison.wall[1].at_index(i) - comparison.wall[0].at_index(i);
    if (change / delta < kCause) continue;
    causes.push_back({change / delta * 0.7, duration_words(std::abs(change)) +
                                                (delta > 0 ? " more" : " less") + " were spent " +
                                                std::string(part_words(static_cast<WallPart>(i)))});
  }
}

// Settings that are likely to matter, when something did.
void add_settings(std::vector<Cause>& causes, const Comparison& comparison) {
  const auto& run = comparison.run;
  if (run[0].spark_version != run[1].spark_version) {
    causes.push_back(
        {0.2, "it ran on Spark " + run[1].spark_version + " instead of " + run[0].spark_version});
  }
  const auto matters = [](const ComparedSetting& setting) {
    return setting.key.starts_with("spark.sql.") || setting.key.starts_with("spark.executor.") ||
           setting.key.starts_with("spark.driver.memory") ||
           setting.key.starts_with("spark.dynamicAllocation.") ||
           setting.key.starts_with("spark.shuffle.") || setting.key == "spark.default.parallelism";
  };
  for (const ComparedSetting& setting : comparison.settings) {
    if (!matters(setting)) continue;
    causes.push_back({0.3, setting.key + " was " + setting.value[1].value_or("not set") +
                               " instead of " + setting.value[0].value_or("not set")});
  }
}

}  // namespace

std::string summary_of(const Comparison& comparison) {
  const double a = comparison.run[0].duration;
  const double b = comparison.run[1].duration;
  const double delta = b - a;
  if (a <= 0 || b <= 0) return "One of them has no duration: there is nothing to compare.";
  std::vector<Cause> causes;
  if (std::abs(delta) < std::max(kSameMs, kSame * a)) {
    std::string text =
        "Both took about the same time (" + duration_words(a) + " and " + duration_words(b) + ").";
    if (!comparison.settings.empty()) {
      text += " " + plural_words(static_cast<double>(comparison.settings.size()), "setting") +
              (comparison.settings.size() == 1 ? " differs." : " differ.");
    }
    return text;
  }
  add_amounts(causes, comparison, delta > 0 ? 1 : -1);
  add_queries(causes, comparison, delta);
  add_parts(causes, comparison, delta);
  add_settings(causes, comparison);
  std::ranges::stable_sort(causes, std::ranges::greater(), &Cause::weight);
  std::string text = "It took " + ratio_words(b / a) + " (" + duration_words(b) + " instead of " +
                     duration_words(a) + ")";
  if (causes.empty()) return text + "; no single cause stands out.";
  text += ": ";
  for (std::size_t i = 0; i < std::min(kCauses, causes.size()); ++i) {
    text += (i == 0 ? "" : "; ") + causes[i].text;
  }
  return text + ".";
}

}  // namespace afterglow::history
