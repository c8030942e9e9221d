#pragma once

#include <span>
#include <string>

#include "historyserver/api/api_context.h"
#include "historyserver/api/route_table.h"

// What the dashboard needs and Spark's API does not give. Times are ms since 1970, absent members
// are unknown. This API is the dashboard's own: it changes with it.
namespace afterglow::history {

// applications.cpp
// A page of all runs, their facets and when they started (application_query.h).
Response dashboard_applications(const ApiContext& context, const Request& request);
Response dashboard_application(const ApiContext& context, const std::string& app_id,
                               const std::string& attempt_id);

// search.cpp: those that a person means
Response dashboard_application_search(const ApiContext& context, const Request& request,
                                      const PathArguments& path);
// job_runs.cpp: a page of jobs with what is usual for each; one job with its runs, by the path or
// by the parameter job.
Response dashboard_all_jobs(const ApiContext& context, const Request& request,
                            const PathArguments& path);
Response dashboard_job_runs(const ApiContext& context, const Request& request,
                            const PathArguments& path);
// fleet.cpp: sums over runs, in hours and in money, by user, queue, job, day or rule.
Response dashboard_fleet(const ApiContext& context, const Request& request,
                         const PathArguments& path);
// alerts.cpp: what somebody was told of, and what became of it.
Response dashboard_alerts(const ApiContext& context, const Request& request,
                          const PathArguments& path);

// Routes that speak of no single application, relative to /api/dashboard.
struct FleetRoute {
  std::string_view pattern;
  Response (*handle)(const ApiContext& context, const Request& request, const PathArguments& path);
};
std::span<const FleetRoute> dashboard_fleet_routes();

// Routes below one application attempt.
std::span<const AppRoute> dashboard_app_routes();

// Those that want the database's file rather than what is in it.
struct FileRoute {
  std::string_view name;  // relative to /applications/{id}[/{attempt}]
  std::string_view method;
  Response (*handle)(const ApiContext& context, const Request& request, const LogRow& log);
};
std::span<const FileRoute> dashboard_file_routes();

// data.cpp: where the log and the database are and how large; the database as a file.
Response dashboard_data(const ApiContext& context, const Request& request, const LogRow& log);
Response dashboard_database(const ApiContext& context, const Request& request, const LogRow& log);
// sql_console.cpp: a person's query, which is the body, of the type application/sql.
Response dashboard_query(const ApiContext& context, const Request& request, const LogRow& log);

// timeline.cpp: queries, jobs and stages as bars, reduced to pixels, and executors that come and
// go.
Response dashboard_timeline(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);
// overview.cpp: what failed, and what took longest, in a part of the time.
Response dashboard_overview(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);
// insights.cpp: two attempts side by side, by the parameters a and b.
Response dashboard_compare(const ApiContext& context, const Request& request);
// The latest plans of two queries, by queryA and queryB, operator by operator.
Response dashboard_compare_plan(const ApiContext& context, const Request& request);
// Where the time went, what could be better, and what other numbers of executors
// would change.
Response dashboard_insights(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);
// jobs.cpp: one page of jobs, sorted and filtered here; one job with the graph of its stages; one
// page of its stages.
Response dashboard_jobs(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response dashboard_job(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response dashboard_job_stages(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path);
// completeness.cpp: whether everything that the log announces is in it, and what is not.
Response dashboard_completeness(OpenAttempt& attempt, const Request& request,
                                const PathArguments& path);
// queries.cpp: one page of SQL executions, searched by all that tells of them.
Response dashboard_queries(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// plans.cpp: what changed between the versions of a query's plan; one of them, as its last one.
Response dashboard_plans(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response dashboard_plan(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// search.cpp: things of the application by name, and what stands beside one in its list.
Response dashboard_search(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response dashboard_neighbours(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path);
// tasks.cpp: one page of a stage's tasks, sorted and filtered here.
Response dashboard_tasks(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// summary.cpp: quantiles of all metrics, of the successful tasks only.
Response dashboard_summary(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// durations.cpp: a histogram of the tasks' durations.
Response dashboard_durations(OpenAttempt& attempt, const Request& request,
                             const PathArguments& path);
// heatmap.cpp: how many tasks were launched when and took how long.
Response dashboard_heatmap(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// correlate.cpp: two amounts of the tasks against each other.
Response dashboard_correlate(OpenAttempt& attempt, const Request& request,
                             const PathArguments& path);
// lanes.cpp: what each executor or host spent its time on.
Response dashboard_lanes(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// failures.cpp: the errors of tasks, those of one cause together.
Response dashboard_failures(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);
// stage_executors.cpp: what each executor did for a stage.
Response dashboard_stage_executors(OpenAttempt& attempt, const Request& request,
                                   const PathArguments& path);
// stage_facts.cpp: what belongs to a stage beside its metrics, and its RDDs.
Response dashboard_stage_facts(OpenAttempt& attempt, const Request& request,
                               const PathArguments& path);
Response dashboard_stage_rdds(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path);

// executors.cpp: cores over time, and how busy each executor was.
Response dashboard_cores(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response dashboard_executor_heatmap(OpenAttempt& attempt, const Request& request,
                                    const PathArguments& path);
// pools.cpp: pools of the scheduler.
Response dashboard_pools(OpenAttempt& attempt, const Request& request, const PathArguments& path);
// sections.cpp: how much there is for the pages that most applications have nothing for.
Response dashboard_sections(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);
// sessions.cpp: sessions of the Connect and the Thrift server, and what clients ran in them.
Response dashboard_session_totals(OpenAttempt& attempt, const Request& request,
                                  const PathArguments& path);
Response dashboard_sessions(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);
Response dashboard_session(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response dashboard_operations(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path);
Response dashboard_operation(OpenAttempt& attempt, const Request& request,
                             const PathArguments& path);

// stream_blocks.cpp: what receivers of streams have stored, block by block.
Response dashboard_stream_blocks(OpenAttempt& attempt, const Request& request,
                                 const PathArguments& path);

}  // namespace afterglow::history
