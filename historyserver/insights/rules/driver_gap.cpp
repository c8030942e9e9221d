// Driver-only gaps: no job runs, and all executors wait for the driver.
//
// Measured: times without a job, three kinds told apart. Between jobs: gaps of `least` ms and more;
// what falls into queries is planning, listing of files and committing of output. Before the first
// job, from the executor that came last before it on: reading of metadata and whatever the program
// does first. After the last job: what
// the program does when all is computed. Each kind is told for its own length.
// Source: Databricks' guide (1 minute). Wrong: where the driver waits for somebody or for another
// system, which the log does not tell; shells, notebooks, SQL servers and batches of streams are
// left out for that, and so are logs that lack jobs. What large-results tells is not told twice.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace driver_gap {

constexpr RuleThreshold kLeast{"driverGap.least", 5000, NumberUnit::ms,
                               "How long a gap between two jobs must be to count.",
                               "Databricks: 1 min; ranked by what it costs, so less will do"};
constexpr RuleThreshold kStart{"driverGap.start", 60'000, NumberUnit::ms,
                               "The time before the first job.",
                               "ours: containers and a session need up to half of it"};
constexpr RuleThreshold kEnd{"driverGap.end", 5000, NumberUnit::ms, "The time after the last job.",
                             "ours: as between jobs"};
constexpr std::array kThresholds = {kLeast, kStart, kEnd};

Finding finding_over(const Facts& facts, double ms) {
  Finding finding;
  finding.recoverable_ms = ms;
  const double without_jobs = facts.wall[WallPart::driver_only];
  // Executors may have come late or been given back meanwhile.
  if (without_jobs > 0) {
    finding.recoverable_core_ms =
        facts.cores[WallPart::driver_only] * std::min(1.0, ms / without_jobs);
  }
  return finding;
}

FindingLink link_to_job(const JobFacts& job, std::string note) {
  return {.kind = LinkKind::job, .id = job.row.id, .name = job.row.name, .note = std::move(note)};
}

// How much of the gaps queries were running, none counted twice.
double in_queries(const Facts& facts, const std::vector<Gap>& gaps) {
  std::vector<const QueryFacts*> queries;
  for (const QueryFacts& query : facts.queries) queries.push_back(&query);
  std::ranges::stable_sort(queries, {}, &QueryFacts::start);
  double time = 0;
  auto first = queries.begin();
  for (const Gap& gap : gaps) {
    std::int64_t until = gap.start;
    while (first != queries.end() && (*first)->end <= gap.start) ++first;
    for (auto place = first; place != queries.end(); ++place) {
      const QueryFacts* const query = *place;
      if (query->start >= gap.end) break;
      const std::int64_t from = std::max(until, query->start);
      const std::int64_t to = std::min(gap.end, query->end);
      if (to <= from) continue;
      time += static_cast<double>(to - from);
      until = to;
    }
  }
  return time;
}

// Spark itself may have waited for the executors that came before.
double time_with_executors(const Facts& facts, const Gap& gap) {
  std::int64_t from = gap.start;
  for (const ExecutorRow& executor : facts.executors) {
    if (executor.add_time <= gap.end) from = std::max(from, executor.add_time);
  }
  return static_cast<double>(gap.end - from);
}

Finding between(const RuleContext& context, std::vector<Gap> gaps) {
  const Facts& facts = context.facts;
  double total = 0;
  for (const Gap& gap : gaps) total += gap.duration();
  const double queries = in_queries(facts, gaps);
  std::ranges::stable_sort(gaps, std::ranges::greater(), &Gap::duration);
  const Gap& longest = gaps.front();
  const bool has_many = gaps.size() > 1;
  Finding finding = finding_over(facts, total);
  finding.text = has_many
                     ? count_words(static_cast<double>(gaps.size())) + " times no job ran for " +
                           duration_words(static_cast<double>(gaps.back().duration())) +
                           " and more, " + duration_words(total) + " together; the longest, of " +
                           duration_words(longest.duration()) + ", came after job "
                     : "No job ran for " + duration_words(total) + " after job ";
  finding.text += std::to_string(longest.before->row.id) + ".";
  if (queries > total / 2) {
    finding.text += " Most of it (" + duration_words(queries) +
                    ") is inside of queries: planning, listing files, or committing output.";
  }
  finding.numbers = {context.number("longest gap", longest.duration(), kLeast),
                     {"inside of queries", queries, NumberUnit::ms}};
  for (const Gap& gap : gaps) {
    if (finding.links.size() == 5) break;
    finding.links.push_back(link_to_job(*gap.before, duration_words(gap.duration()) + " after it"));
  }
  if (queries > total / 2) {
    finding.advice = {
        {"Have the driver list and commit fewer files: larger files, fewer partition directories, "
         "a table format or a committer that does not rename."},
        {"Keep plans small: write an intermediate result instead of building a plan of thousands "
         "of operators in a loop."}};
  } else {
    finding.advice = {{"Do what the program does between its jobs inside of a job, or start the "
                       "next job meanwhile (jobs may be started from several threads)."},
                      {"Bring less to the driver: no collect() or toPandas() for what Spark "
                       "itself can compute."}};
  }
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (is_interactive(facts) || lacks_events(facts)) return {};
  std::vector<Finding> findings;
  std::vector<Gap> inner;
  for (const Gap& gap : context.gaps()) {
    const double time = gap.duration();
    if (gap.before && gap.after) {
      const bool counts = time >= context.limit(kLeast) && !is_streaming(*gap.after) &&
                          collecting_time(gap) < time / 2;
      if (counts) inner.push_back(gap);
    } else if (!gap.before) {
      const double with_executors = time_with_executors(facts, gap);
      if (with_executors < context.limit(kStart)) continue;
      Finding finding = finding_over(facts, with_executors - context.limit(kStart) / 2);
      finding.text = "It took " + duration_words(time) + " until the first job began" +
                     (with_executors < time ? ", although executors were there after " +
                                                  duration_words(time - with_executors)
                                            : "") +
                     ".";
      finding.numbers = {context.number("before the first job", with_executors, kStart)};
      finding.links = {link_to_job(*gap.after, "the first one")};
      finding.advice = {
          {"See what the program does before: downloading dependencies, waiting for "
           "other systems, or listing a table of very many files."}};
      findings.push_back(std::move(finding));
    } else if (!gap.after && facts.has_ended && time >= context.limit(kEnd)) {
      Finding finding = finding_over(facts, time);
      finding.text =
          "After the last job it took " + duration_words(time) + " until the application ended.";
      finding.numbers = {context.number("after the last job", time, kEnd)};
      finding.links = {link_to_job(*gap.before, "the last one")};
      finding.advice = {
          {"Stop the session (spark.stop()) as soon as the last job has ended, and "
           "see what the program does after it: moving files, cleaning up, waiting."}};
      findings.push_back(std::move(finding));
    }
  }
  if (!inner.empty()) findings.push_back(between(context, std::move(inner)));
  return findings;
}

}  // namespace driver_gap
}  // namespace

const Rule kDriverGap{"driver-gap", "Driver-only gaps", driver_gap::kThresholds, driver_gap::find};

}  // namespace afterglow::history
