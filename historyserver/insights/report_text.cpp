#include "historyserver/insights/report_text.h"

#include <algorithm>
#include <cmath>

#include "historyserver/insights/words.h"
#include "historyserver/store/insight_json.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kMostTold = 10;  // queries, stages, settings, a plan's operators
constexpr std::size_t kMostPlans = 3;

// Lines of a report. What comes from a log may hold anything: it stays on its line, and does not
// become markup.
class Report {
 public:
  explicit Report(ReportStyle style) : style_(style) {}

  void headline(const std::string& text) {
    text_ += (is_markdown() ? "# " : "") + safe(text) + "\n\n";
  }
  void heading(const std::string& text) {
    text_ += "\n" + std::string(is_markdown() ? "## " : "") + safe(text) + "\n";
    if (is_markdown()) text_ += "\n";
  }
  void line(const std::string& text) { text_ += safe(text) + "\n"; }
  void item(const std::string& text) { text_ += (is_markdown() ? "- " : "  ") + safe(text) + "\n"; }
  void row(const std::vector<std::string>& cells) {
    if (!is_markdown()) {
      std::string text = " ";
      for (std::size_t i = 0; i < cells.size(); ++i) text += " " + padded(safe(cells[i]), i);
      text.erase(text.find_last_not_of(' ') + 1);
      text_ += text + "\n";
      return;
    }
    text_ += "|";
    for (const std::string& cell : cells) text_ += " " + safe(cell) + " |";
    text_ += "\n";
  }
  void header(const std::vector<std::string>& cells) {
    row(cells);
    if (!is_markdown()) return;
    text_ += "|";
    for (std::size_t i = 0; i < cells.size(); ++i) text_ += i == 0 ? "---|" : "---:|";
    text_ += "\n";
  }
  std::string take() { return std::move(text_); }

 private:
  bool is_markdown() const { return style_ == ReportStyle::markdown; }

  static std::string padded(std::string text, std::size_t column) {
    const std::size_t width = column == 0 ? 44 : 14;
    if (text.size() >= width) return text;
    return column == 0 ? text + std::string(width - text.size(), ' ')
                       : std::string(width - text.size(), ' ') + text;
  }

  std::string safe(const std::string& text) const {
    std::string safe;
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < ' ' || c == 127) {
        safe += ' ';
      } else if (is_markdown() && std::string_view("\\`*_[]<>|").find(c) != std::string::npos) {
        safe += std::string("\\") + c;
      } else {
        safe += c;
      }
    }
    return safe;
  }

  const ReportStyle style_;
  std::string text_;
};

std::string saving_words(const Finding& finding, double core_time) {
  std::string text;
  if (finding.recoverable_ms > 0) text = "saves about " + duration_words(finding.recoverable_ms);
  if (finding.recoverable_core_ms > 0 && core_time > 0) {
    text += std::string(text.empty() ? "saves " : " and ") +
            share_words(finding.recoverable_core_ms / core_time) + " of the core-hours";
  }
  return text;
}

std::string advice_words(const FindingAdvice& advice) {
  std::string text = "Try: " + advice.text;
  if (advice.setting.empty()) return text;
  text += " " + advice.setting;
  if (!advice.value.empty()) text += "=" + advice.value;
  if (!advice.current.empty()) text += " (now " + advice.current + ")";
  return text;
}

void tell(Report& report, const Finding& finding, double core_time) {
  const std::string saving = saving_words(finding, core_time);
  report.heading(finding.title + " [" + std::string(name_of(kSeverityNames, finding.severity)) +
                 "]" + (saving.empty() ? "" : ": " + saving));
  report.line(finding.text);
  for (const FindingNumber& number : finding.numbers) {
    report.item(
        number.name + ": " + number_words(number.value, number.unit) +
        (number.limit ? " (threshold " + number_words(*number.limit, number.unit) + ")" : ""));
  }
  for (const FindingAdvice& advice : finding.advice) report.item(advice_words(advice));
}

std::string signed_words(double ms) {
  return (ms >= 0 ? "+" : "-") + duration_words(std::abs(ms));
}

std::string first_line(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  return line.size() <= 60 ? line : line.substr(0, 57) + "...";
}

std::string name_in_pair(const ComparedStage& stage) {
  return first_line(stage.name);
}

std::string name_in_pair(const ComparedQuery& query) {
  return first_line(query.description()) + (query.is_matched_by_plan() ? " (matched by plan)" : "");
}

template <typename Compared>
void tell_pairs(Report& report, const std::vector<Compared>& list, const std::string& noun) {
  if (list.empty()) return;
  report.heading(noun + " by difference");
  report.header({noun, "a", "b", "difference"});
  for (std::size_t i = 0; i < std::min(kMostTold, list.size()); ++i) {
    const auto side = [&](std::size_t of) {
      return list[i].side[of] ? duration_words(list[i].side[of]->duration) : std::string("-");
    };
    report.row({name_in_pair(list[i]), side(0), side(1), signed_words(list[i].delta)});
  }
}

std::string node_words(const ComparedNode& node) {
  const auto& [a, b] = node.name;
  switch (node.change) {
    case NodeChange::only_a:
      return "only in a: " + a;
    case NodeChange::only_b:
      return "only in b: " + b;
    default:
      return a == b ? b : a + " became " + b;
  }
}

void tell(Report& report, const ComparedNode& node) {
  std::string text = node_words(node);
  auto add = [&, is_first = true](const std::string& part) mutable {
    text += (is_first ? ": " : ", ") + part;
    is_first = false;
  };
  const auto or_none = [](const std::string& value) {
    return value.empty() ? std::string("none") : first_line(value);
  };
  if (node.sides_swapped) add("sides swapped");
  for (const ComparedDetail& detail : node.details) {
    add(detail.of + " " + or_none(detail.value[0]) + " -> " + or_none(detail.value[1]));
  }
  for (const ComparedNumber& number : node.numbers) {
    const auto words = [&](const std::optional<double>& value) {
      return value ? number_words(*value, number.unit) : std::string("none");
    };
    const bool is_alone = node.change == NodeChange::only_a || node.change == NodeChange::only_b;
    const auto& [in_a, in_b] = number.value;
    const std::string values =
        is_alone ? words(in_a ? in_a : in_b) : words(in_a) + " -> " + words(in_b);
    add(number.name + " " + values);
  }
  report.item(text);
}

void tell_plans(Report& report, const std::vector<ComparedQuery>& queries) {
  std::size_t left = kMostPlans;
  for (const ComparedQuery& query : queries) {
    if (query.plan.nodes.empty() || left == 0) continue;
    --left;
    const PlanDifference& plan = query.plan;
    report.heading("Plan of " + first_line(query.description()));
    const auto count = [&](NodeChange change) { return std::to_string(plan.count(change)); };
    report.line("Of its operators " + count(NodeChange::same) + " are the same, " +
                count(NodeChange::changed) + " changed, " + count(NodeChange::only_a) +
                " are only in a, " + count(NodeChange::only_b) + " only in b.");
    for (std::size_t i = 0; i < std::min(kMostTold, plan.nodes.size()); ++i) {
      tell(report, plan.nodes[i]);
    }
  }
}

}  // namespace

std::string number_words(double value, NumberUnit unit) {
  switch (unit) {
    case NumberUnit::ms:
      return duration_words(value);
    case NumberUnit::bytes:
      return size_words(value);
    case NumberUnit::share:
      return share_words(value);
    case NumberUnit::times:
      return times_words(value) + " times";
    case NumberUnit::bytes_per_second:
      return size_words(value) + "/s";
    case NumberUnit::count:
      break;
  }
  return value == std::floor(value) ? count_words(value) : times_words(value);
}

std::string report_text(const Insights& insights, const std::string& name, ReportStyle style) {
  Report report(style);
  report.headline(name);
  report.line(insights.verdict);
  for (const Finding& finding : insights.findings) tell(report, finding, insights.core_time());
  const double whole = insights.wall.sum();
  if (whole > 0) {
    report.heading("Where the time went");
    for (std::size_t i = 0; i < kWallPartCount; ++i) {
      const double ms = insights.wall.at_index(i);
      if (ms < whole * 0.001) continue;
      report.item(share_words(ms / whole) + ", " + duration_words(ms) + ": " +
                  std::string(part_words(static_cast<WallPart>(i))));
    }
  }
  const Scaling& scaling = insights.scaling;
  if (scaling.is_known) {
    report.heading("With other executors");
    report.item(duration_words(scaling.ideal_ms) + " with the same cores, always in use");
    for (const WhatIf& one : scaling.cases) {
      report.item(duration_words(one.wall_ms) + " with " +
                  (one.factor > 0 ? times_words(one.factor) + " times the executors"
                                  : std::string("any number of executors")));
    }
    report.item("the model is off by " + share_words(std::abs(scaling.error)) + " for this run");
  }
  return report.take();
}

std::string report_text(const Comparison& comparison, ReportStyle style) {
  Report report(style);
  const auto& run = comparison.run;
  report.headline(run[0].id + " (a) and " + run[1].id + " (b)");
  report.line(comparison.summary);
  report.heading("Numbers");
  report.header({"", "a", "b"});
  for (const ComparedMetric& metric : comparison.metrics) {
    if (metric.value[0] == 0 && metric.value[1] == 0) continue;
    report.row({metric.name, number_words(metric.value[0], metric.unit),
                number_words(metric.value[1], metric.unit)});
  }
  report.heading("Where the time went");
  report.header({"", "a", "b"});
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    const double a = comparison.wall[0].at_index(i);
    const double b = comparison.wall[1].at_index(i);
    if (a < 1 && b < 1) continue;
    report.row(
        {std::string(part_words(static_cast<WallPart>(i))), duration_words(a), duration_words(b)});
  }
  tell_pairs(report, comparison.queries, "Query");
  tell_plans(report, comparison.queries);
  tell_pairs(report, comparison.stages, "Stage");
  if (!comparison.settings.empty()) {
    report.heading("Settings that differ");
    for (std::size_t i = 0; i < std::min(2 * kMostTold, comparison.settings.size()); ++i) {
      const ComparedSetting& setting = comparison.settings[i];
      report.item(setting.key + ": " + first_line(setting.value[0].value_or("not set")) + " -> " +
                  first_line(setting.value[1].value_or("not set")));
    }
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (comparison.findings[i].empty()) continue;
    report.heading(std::string("Findings only in ") + (i == 0 ? "a" : "b"));
    for (const Finding& finding : comparison.findings[i]) {
      report.item(finding.title + ": " + finding.text);
    }
  }
  return report.take();
}

}  // namespace afterglow::history
