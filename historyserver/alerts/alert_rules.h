#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/alerts/webhook.h"
#include "historyserver/fleet/job_history.h"
#include "historyserver/store/alert_store.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What somebody wants to be told, and where.
struct AlertSettings {
  Webhook webhook = {};
  bool on_failure = true;
  bool on_regression = true;
  bool on_finding = false;
  Severity minimum_severity = Severity::critical;  // of findings
};

// What is to be told of a run that has ended, with bodies as docs/alerts.md has them.
// `regressions` are those of the run.
std::vector<AlertRow> alerts_of(const LogRow& run, const std::vector<Regression>& regressions,
                                const AlertSettings& settings, std::int64_t now);

}  // namespace afterglow::history
