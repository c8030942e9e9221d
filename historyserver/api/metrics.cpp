#include "historyserver/api/metrics.h"

#include <array>
#include <map>
#include <utility>

#include "historyserver/fleet/run_sums.h"

namespace afterglow::history {
namespace {

constexpr std::array<std::string_view, 4> kStates = {"running", "completed", "failed", "lost"};

// A backslash, a quote and a line end are all that a label's value must not have as they are.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text;
}

class MetricsText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += "# HELP " + name_ + " " + std::string(help) + "\n# TYPE " + name_ + " " +
             std::string(type) + "\n";
  }
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  void sample(Labels labels, std::int64_t value) {
    text_ += name_;
    char before = '{';
    for (const auto& [label, content] : labels) {
      text_ += before + std::string(label) + "=\"" + escaped(content) + "\"";
      before = ',';
    }
    if (labels.size() > 0) text_ += '}';
    text_ += " " + std::to_string(value) + "\n";
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string name_;
};

void write_runs(MetricsText& text, const JobHistory& history) {
  const ApplicationListing& listing = history.listing();
  std::array<std::int64_t, kStates.size()> states{};
  std::int64_t unread = 0;
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> findings;
  for (const ListedAttempt& run : listing.attempts()) {
    ++states[static_cast<std::size_t>(run.state)];
    if (!run.read_once) ++unread;
    for (const ListedFinding& finding : listing.findings(run)) {
      ++findings[{listing.rules()[finding.rule],
                  kSeverityNames[static_cast<std::size_t>(finding.severity)]}];
    }
  }
  std::int64_t regressed = 0;
  for (const JobHistory::Job& job : history.jobs()) {
    const ListedAttempt* const last = history.last_completed(job);
    if (last && history.has_regressed(*last)) ++regressed;
  }
  text.family("afterglow_applications", "gauge", "Application attempts by state.");
  for (std::size_t i = 0; i < kStates.size(); ++i) text.sample({{"state", kStates[i]}}, states[i]);
  text.family("afterglow_logs_unread", "gauge", "Event logs that are still to be read.");
  text.sample({}, unread);
  text.family("afterglow_findings", "gauge", "Findings in all applications that are served.");
  for (const auto& [key, count] : findings) {
    text.sample({{"rule", key.first}, {"severity", key.second}}, count);
  }
  text.family("afterglow_jobs", "gauge", "Jobs that applications are runs of.");
  text.sample({}, static_cast<std::int64_t>(history.jobs().size()));
  text.family("afterglow_jobs_regressed", "gauge",
              "Jobs whose last completed run is worse than those before it.");
  text.sample({}, regressed);
}

}  // namespace

Response server_metrics(const ApiContext& context) {
  const auto history = context.histories->now(context.catalog);
  if (!history) return internal_error(history.error());
  AlertCounts alerts;
  if (context.alerts) {
    const auto counted = context.alerts->counts();
    if (!counted) return internal_error(counted.error());
    alerts = *counted;
  }
  MetricsText text;
  write_runs(text, *history);
  text.family("afterglow_alerts_total", "counter", "Alerts by what became of them.");
  text.sample({{"result", "sent"}}, alerts.sent);
  text.sample({{"result", "failed"}}, alerts.failed);
  text.family("afterglow_alerts_waiting", "gauge", "Alerts that are still to be sent.");
  text.sample({}, alerts.waiting);
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = text.take();
  return response;
}

}  // namespace afterglow::history
