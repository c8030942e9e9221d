#pragma once

#include <span>
#include <string>

#include "historyserver/api/api_context.h"
#include "historyserver/api/route_table.h"

// Spark's REST API (status/api/v1): paths, parameters, JSON members and messages are Spark's.
namespace afterglow::history {

// The version of Spark whose answers these are.
inline constexpr const char* kSparkApiVersion = "4.3.0";

Response v1_version();

// applications.cpp
Response v1_applications(const ApiContext& context, const Request& request);
Response v1_one_application(const ApiContext& context, const Request& request,
                            const std::string& app_id);
Response v1_one_attempt(const ApiContext& context, const Request& request,
                        const std::string& app_id, const std::string& attempt_id);

// logs.cpp
Response v1_logs(const ApiContext& context, const std::string& app_id,
                 const std::string& attempt_id);

// Routes below one application attempt.
std::span<const AppRoute> v1_app_routes();

// jobs.cpp
Response v1_jobs(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_job(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// stages.cpp
Response v1_stages(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_stage(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_stage_attempt(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// tasks.cpp
Response v1_task_list(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_task_summary(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// task_table.cpp
Response v1_task_table(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// executors.cpp
Response v1_executors(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_all_executors(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// environment.cpp
Response v1_environment(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_processes(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// storage.cpp
Response v1_rdds(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_rdd(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// sql.cpp
Response v1_sql_list(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_sql_execution(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// sql_table.cpp
Response v1_sql_table(OpenAttempt& attempt, const Request& request, const PathArguments& path);

// streaming_queries.cpp
Response v1_streaming_queries(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path);
Response v1_streaming_query(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path);

// live.cpp
Response v1_executor_threads(OpenAttempt& attempt, const Request& request,
                             const PathArguments& path);
Response v1_task_threads(OpenAttempt& attempt, const Request& request, const PathArguments& path);
Response v1_streaming(OpenAttempt& attempt, const Request& request, const PathArguments& path);

}  // namespace afterglow::history
