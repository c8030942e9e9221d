#include "historyserver/query/reports.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "historyserver/insights/compare.h"
#include "historyserver/insights/insights.h"
#include "historyserver/insights/insights_json.h"
#include "historyserver/insights/report_text.h"
#include "historyserver/query/find_database.h"
#include "historyserver/query/output.h"

namespace afterglow::history {
namespace {

constexpr int kWarningCode = 3;
constexpr int kCriticalCode = 4;

struct Opened {
  std::unique_ptr<ApplicationDatabase> database;
  Insights insights;
};

Result<Opened> open(const std::string& store_folder, const std::string& application,
                    const ThresholdValues& thresholds) {
  const auto found = find_database(store_folder, application);
  if (!found) return std::unexpected(found.error());
  if (!found->note.empty()) std::fprintf(stderr, "afterglow-history: %s\n", found->note.c_str());
  auto database = ApplicationDatabase::open_read_only(found->path);
  if (!database) {
    const Error& error = database.error();
    if (error.kind == ErrorKind::unavailable) return std::unexpected(error);
    return fail(error.kind, error.message + "; start the server with this store to have it made");
  }
  if (auto begun = (*database)->begin_read(); !begun) return std::unexpected(begun.error());
  auto insights = insights_of(**database, thresholds);
  if (!insights) return std::unexpected(insights.error());
  return Opened{*std::move(database), *std::move(insights)};
}

ReportStyle style_of(ReportFormat format) {
  return format == ReportFormat::markdown ? ReportStyle::markdown : ReportStyle::text;
}

int code_of(const Insights& insights) {
  Severity worst = Severity::note;
  for (const Finding& finding : insights.findings) worst = std::max(worst, finding.severity);
  if (worst == Severity::critical) return kCriticalCode;
  return worst == Severity::warning ? kWarningCode : 0;
}

Result<void> print(const std::string& text) {
  Output output(stdout);
  auto done = output.write(text);
  return done ? output.flush() : done;
}

}  // namespace

Result<int> run_report_command(const ReportOptions& options, const std::string& store_folder,
                               const ThresholdValues& thresholds) {
  const auto a = open(store_folder, options.applications.front(), thresholds);
  if (!a) return std::unexpected(a.error());
  const bool is_json = options.format == ReportFormat::json;
  if (options.command == ReportCommand::findings) {
    const auto done = print(
        is_json ? to_json(a->insights).pretty()
                : report_text(a->insights, options.applications.front(), style_of(options.format)));
    if (!done) return std::unexpected(done.error());
    return code_of(a->insights);
  }
  const auto b = open(store_folder, options.applications.back(), thresholds);
  if (!b) return std::unexpected(b.error());
  const auto compared = compare({*a->database, a->insights}, {*b->database, b->insights});
  if (!compared) return std::unexpected(compared.error());
  const auto done = print(is_json ? to_json(*compared).pretty()
                                  : report_text(*compared, style_of(options.format)));
  if (!done) return std::unexpected(done.error());
  return 0;
}

}  // namespace afterglow::history
