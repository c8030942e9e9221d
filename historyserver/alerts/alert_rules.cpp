#include "historyserver/alerts/alert_rules.h"

#include <algorithm>
#include <cstdio>

#include "common/json/json.h"

namespace afterglow::history {
namespace {

std::string_view state_word(ApplicationState state) {
  return state == ApplicationState::failed ? "failed" : "completed";
}

// A log may name its application at any length; no character is cut in two.
std::string shown(const std::string& name) {
  constexpr std::size_t most = 500;
  if (name.size() <= most) return name;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end) + "...";
}

void set_present(Json& json, std::string_view key, const std::string& text) {
  if (!text.empty()) json.set(key, text);
}

Json application_of(const LogRow& run) {
  Json json = Json::object();
  json.set("id", run.app_id.value_or(""));
  set_present(json, "attemptId", run.attempt_id.value_or(""));
  json.set("name", shown(run.name)).set("user", shown(run.user));
  set_present(json, "job", run.job);
  set_present(json, "queue", shown(run.queue));
  set_present(json, "sparkVersion", run.spark_version);
  json.set("startTime", run.start_time)
      .set("endTime", run.told_until())
      .set("duration", run.told_until() - run.start_time)
      .set("state", state_word(run.state()));
  if (run.exit_code) json.set("exitCode", *run.exit_code);
  if (run.core_time) json.set("coreTime", *run.core_time);
  return json;
}

std::string times_text(double times) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", times);
  return text;
}

std::string regression_text(const LogRow& run, const Regression& worst) {
  const std::string what = std::string(name_of(worst.metric));
  std::string text = shown(run.name) + " is out of the band of its " +
                     std::to_string(worst.band.runs) + " runs before: " + what;
  if (worst.times > 0) text += " is " + times_text(worst.times) + " times the median";
  return text + ".";
}

Json regression_of(const Regression& regression) {
  Json json = Json::object();
  json.set("metric", name_of(regression.metric)).set("value", regression.value);
  if (regression.times > 0) json.set("times", regression.times);
  json.set("median", regression.band.median)
      .set("low", regression.band.low)
      .set("high", regression.band.high)
      .set("runs", static_cast<std::int64_t>(regression.band.runs));
  return json;
}

Json finding_of(const RunFinding& finding) {
  Json json = Json::object();
  json.set("rule", finding.rule)
      .set("severity", kSeverityNames[static_cast<std::size_t>(finding.severity)])
      .set("recoverableMs", finding.recoverable_ms)
      .set("recoverableCoreMs", finding.recoverable_core_ms);
  return json;
}

// "ID/ATTEMPT/KIND", with "-" for no attempt.
std::string alert_id(const AlertRow& alert) {
  const std::string attempt = alert.attempt_id.empty() ? "-" : alert.attempt_id;
  return alert.app_id + "/" + attempt + "/" + alert.kind;
}

class Maker {
 public:
  Maker(const LogRow& run, std::int64_t now) : run_(run), now_(now) {}

  // `add` adds what the kind has besides.
  template <typename Add>
  void make(const std::string& kind, const std::string& text, Add&& add) {
    AlertRow alert;
    alert.app_id = run_.app_id.value_or("");
    alert.attempt_id = run_.attempt_id.value_or("");
    alert.kind = kind;
    alert.made_at = now_;
    alert.next_try = now_;
    Json body = Json::object();
    body.set("version", 1)
        .set("id", alert_id(alert))
        .set("kind", kind)
        .set("time", now_)
        .set("text", text)
        .set("application", application_of(run_));
    add(body);
    alert.body = body.line();
    alerts_.push_back(std::move(alert));
  }

  std::vector<AlertRow> take() { return std::move(alerts_); }

 private:
  const LogRow& run_;
  const std::int64_t now_;
  std::vector<AlertRow> alerts_;
};

}  // namespace

std::vector<AlertRow> alerts_of(const LogRow& run, const std::vector<Regression>& regressions,
                                const AlertSettings& settings, std::int64_t now) {
  Maker maker(run, now);
  if (settings.on_failure && run.state() == ApplicationState::failed) {
    const std::string code =
        run.exit_code ? " with exit code " + std::to_string(*run.exit_code) : "";
    maker.make("failure", shown(run.name) + " failed" + code + ".", [](Json&) {});
  }
  if (settings.on_regression && !regressions.empty()) {
    const auto worst = std::ranges::max_element(regressions, {}, &Regression::times);
    maker.make("regression", regression_text(run, *worst), [&](Json& body) {
      Json list = Json::array();
      for (const Regression& one : regressions) list.push(regression_of(one));
      body.set("regressions", std::move(list));
    });
  }
  std::vector<RunFinding> findings;
  std::ranges::copy_if(run.findings, std::back_inserter(findings), [&](const RunFinding& one) {
    return one.severity >= settings.minimum_severity;
  });
  if (settings.on_finding && !findings.empty()) {
    const std::string text =
        shown(run.name) + ": " + findings.front().rule + " (" +
        std::string(kSeverityNames[static_cast<std::size_t>(findings.front().severity)]) + ")";
    maker.make("finding", text + (findings.size() > 1 ? " and more." : "."), [&](Json& body) {
      Json list = Json::array();
      for (const RunFinding& one : findings) list.push(finding_of(one));
      body.set("findings", std::move(list));
    });
  }
  return maker.take();
}

}  // namespace afterglow::history
