#include "historyserver/ingest/log_summary.h"

namespace afterglow::history {

Result<void> summarize(ApplicationDatabase& database, LogRow& row) {
  const auto core_time = database.executors.core_time(row.end_time.value_or(row.known_until()));
  if (!core_time) return std::unexpected(core_time.error());
  row.core_time = *core_time;
  const auto known = database.completeness.get();
  if (!known) return std::unexpected(known.error());
  const auto findings = database.completeness.findings();
  if (!findings) return std::unexpected(findings.error());
  if (*known) row.complete = (*known)->complete;
  row.finding_count = 0;
  row.finding.reset();
  for (const LogFindingRow& finding : *findings) {
    if (!finding.matters) continue;
    ++row.finding_count;
    if (!row.finding) row.finding = finding.text;
  }
  return {};
}

}  // namespace afterglow::history
