// The routes by their paths: those that stand alone, and those below an application or an attempt.

import { archive, failure, get, one, page } from "./answers.mjs";
import { own, text } from "./words.mjs";

const listParameters = ["offset", "length", "fields"];
const notFound = { 404: failure("NotFound") };
const badOrNotFound = { 400: failure("BadParameter"), ...notFound };
const thread = (id, summary, parameters) =>
  get(id, "live", summary, "Only a running driver can answer.", parameters, {
    ...badOrNotFound,
    503: failure("NoThreadDump"),
  });
const stream = (id, summary, parameters = []) =>
  get(id, "live", summary, "Only a running driver can answer.", parameters, {
    404: failure("NoStreamingListener"),
  });

// Afterglow's own: what changes from now on, until the client goes.
const feed = {
  "text/event-stream": {
    schema: text(
      "Afterglow's own: server-sent events. `application`: one has come or changed, its data is the ApplicationInfo " +
        "on one line; `removed`: one is gone, its data is `{\"id\": ...}`; `reset`: more has changed than is " +
        "remembered, read everything again. `Last-Event-ID` goes on where another connection ended.",
    ),
    "x-afterglow": true,
  },
};

export const routes = {
  "/version": get(
    "version",
    "server",
    "The version of Spark whose API this is",
    "",
    ["ifNoneMatch"],
    {
      200: one("VersionInfo"),
      304: failure("NotModified"),
    },
  ),
  "/openapi.json": own(
    get("openapi", "server", "This description", "", ["ifNoneMatch"], {
      200: {
        description: "An OpenAPI 3.1 document.",
        content: { "application/json": { schema: { type: "object" } } },
      },
      304: failure("NotModified"),
    }),
  ),
  "/applications": get(
    "applications",
    "applications",
    "The applications",
    "Those that ended last come first, running ones last. The filters must all be met; those by date, user " +
      "and version by one and the same attempt.",
    [
      "applicationStatus",
      "minDate",
      "maxDate",
      "minEndDate",
      "maxEndDate",
      "limit",
      "user",
      "applicationName",
      "sparkVersion",
      "applicationOrder",
      ...listParameters,
      "ifNoneMatch",
      "lastEventId",
    ],
    {
      200: page("ApplicationInfo", undefined, feed),
      304: failure("NotModified"),
      400: failure("BadDate"),
      404: failure("BadValue"),
      500: failure("Failure"),
    },
  ),
  "/applications/{appId}": get(
    "application",
    "applications",
    "An application",
    "",
    ["fields", "ifNoneMatch", "lastEventId"],
    {
      200: one("ApplicationInfo", undefined, feed),
      304: failure("NotModified"),
      404: failure("UnknownApplication"),
      500: failure("Failure"),
    },
  ),
  "/applications/{appId}/{attemptId}": get(
    "attempt",
    "applications",
    "An attempt of an application",
    "An attempt cannot be named like a route below an application (`jobs`).",
    ["fields", "ifNoneMatch"],
    {
      200: one("ApplicationAttemptInfo"),
      304: failure("NotModified"),
      404: failure("UnknownApplication"),
      500: failure("Failure"),
    },
  ),
  ...Object.fromEntries(
    [
      ["/applications/{appId}/logs", "logs", "The logs of all attempts"],
      ["/applications/{appId}/{attemptId}/logs", "logsOfAttempt", "The log of an attempt"],
    ].map(([path, id, summary]) => [
      path,
      get(
        id,
        "applications",
        `${summary}, as a zip archive`,
        "The files as they are, compressed or not.",
        [],
        {
          200: archive("The archive."),
          404: failure("UnknownApplication"),
          500: failure("Failure"),
          503: failure("NoLogs"),
        },
      ),
    ]),
  ),
};

const stageParameters = ["withSummaries", "stageQuantiles", "stageTaskStatus"];
const tasks = page("TaskData", "A page of them.", {
  "application/x-ndjson": {
    schema: text("Afterglow's own: a TaskData in each line."),
    "x-afterglow": true,
  },
  "text/csv": {
    schema: text(
      "Afterglow's own: RFC 4180, a column for each number and word of a TaskData, named by its path: " +
        "`taskMetrics.inputMetrics.bytesRead`.",
    ),
    "x-afterglow": true,
  },
});

// Below /applications/{appId} and /applications/{appId}/{attemptId}. What all of them have is added
// by build.mjs.
export const appRoutes = {
  jobs: get(
    "jobs",
    "jobs",
    "The jobs",
    "Highest id first.",
    ["jobStatus", "jobOrder", ...listParameters],
    { 200: page("JobData"), ...badOrNotFound },
  ),
  "jobs/{jobId}": get("job", "jobs", "A job", "", ["fields"], { 200: one("JobData"), ...notFound }),
  stages: get(
    "stages",
    "stages",
    "The attempts of all stages",
    "Highest id first.",
    ["stageStatus", "stageDetails", ...stageParameters, "stageOrder", ...listParameters],
    { 200: page("StageData"), ...badOrNotFound },
  ),
  "stages/{stageId}": get(
    "stage",
    "stages",
    "The attempts of a stage",
    "First attempt first.",
    ["oneStageDetails", ...stageParameters, "stageOrder", ...listParameters],
    { 200: page("StageData"), ...badOrNotFound },
  ),
  "stages/{stageId}/{stageAttemptId}": get(
    "stageAttempt",
    "stages",
    "An attempt of a stage",
    "",
    ["oneStageDetails", ...stageParameters, "fields"],
    { 200: one("StageData"), ...badOrNotFound },
  ),
  "stages/{stageId}/{stageAttemptId}/taskSummary": get(
    "taskSummary",
    "tasks",
    "Quantiles of the tasks of a stage",
    "404 while no task has succeeded.",
    ["summaryQuantiles", "fields"],
    { 200: one("TaskMetricDistributions"), ...badOrNotFound },
  ),
  "stages/{stageId}/{stageAttemptId}/taskList": get(
    "taskList",
    "tasks",
    "The tasks of a stage",
    "A stage that is unknown has none. `Accept` chooses between JSON and two formats of a line a task.",
    ["taskStatus", "taskOrder", "taskOffset", "taskLength", "fields"],
    { 200: tasks, ...notFound },
  ),
  "stages/{stageId}/{stageAttemptId}/taskTable": get(
    "taskTable",
    "tasks",
    "A page of the table of tasks, for Spark's own stage page",
    "Names and values of parameters may be encoded several times. Programs are better off with `taskList`.",
    [
      "taskCount",
      "taskColumn",
      "tableDirection",
      "tableSearch",
      "tableStart",
      "taskTableLength",
      "fields",
    ],
    { 200: one("TaskTable"), ...badOrNotFound },
  ),
  executors: get(
    "executors",
    "executors",
    "The active executors",
    "The driver is one of them. Highest id first, as texts.",
    ["executorOrder", ...listParameters],
    { 200: page("ExecutorSummary"), ...badOrNotFound },
  ),
  allexecutors: get(
    "allExecutors",
    "executors",
    "All executors",
    "Those that are gone, too. Lowest id first, as texts.",
    ["executorOrder", ...listParameters],
    { 200: page("ExecutorSummary"), ...badOrNotFound },
  ),
  allmiscellaneousprocess: get(
    "allProcesses",
    "executors",
    "Processes that are no executors",
    "",
    listParameters,
    {
      200: page("ProcessSummary"),
      ...notFound,
    },
  ),
  environment: get("environment", "environment", "Versions, settings and paths", "", ["fields"], {
    200: one("ApplicationEnvironmentInfo"),
    ...notFound,
  }),
  "storage/rdd": get(
    "rdds",
    "storage",
    "The cached RDDs",
    "Those with cached partitions.",
    listParameters,
    {
      200: page("RDDStorageInfo"),
      ...notFound,
    },
  ),
  "storage/rdd/{rddId}": get("rdd", "storage", "A cached RDD", "", ["fields"], {
    200: one("RDDStorageInfo"),
    ...notFound,
  }),
  sql: get(
    "sqlExecutions",
    "sql",
    "The executions of Spark SQL",
    "Lowest id first.",
    ["sqlDetails", "planDescription", "numericMetrics", "sqlOffset", "sqlLength", "fields"],
    { 200: page("SqlExecutionData"), ...notFound },
  ),
  "sql/{executionId}": get(
    "sqlExecution",
    "sql",
    "An execution of Spark SQL",
    "",
    ["sqlDetails", "planDescription", "numericMetrics", "fields"],
    { 200: one("SqlExecutionData"), ...notFound },
  ),
  "sql/sqlTable": get(
    "sqlTable",
    "sql",
    "A page of the table of executions, for Spark's own SQL page",
    "Names and values of parameters may be encoded several times. Programs are better off with `sql`.",
    [
      "tableDraw",
      "tableStart",
      "tableLength",
      "tableSearch",
      "tableStatus",
      "tableColumn",
      "tableColumnName",
      "tableDirection",
      "tableGrouping",
      "fields",
    ],
    { 200: one("SqlTable"), ...badOrNotFound },
  ),
  "streaming-queries": own(
    get(
      "streamingQueries",
      "streaming",
      "The runs of structured streaming queries",
      "Latest start first.",
      listParameters,
      {
        200: page("StreamingQuery"),
        ...notFound,
      },
    ),
  ),
  "streaming-queries/{runId}": own(
    get(
      "streamingQuery",
      "streaming",
      "A run of a structured streaming query, with its batches",
      "",
      ["progressOffset", "progressLength", "fields"],
      { 200: one("StreamingQueryDetails"), ...notFound },
    ),
  ),
  threads: thread("taskThread", "The thread of a task", ["threadsTaskId", "threadsExecutorId"]),
  "executors/{executorId}/threads": thread("executorThreads", "The threads of an executor", []),
  "streaming/statistics": stream("streamStatistics", "Statistics of DStreams"),
  "streaming/receivers": stream("receivers", "Receivers of DStreams"),
  "streaming/receivers/{streamId}": stream("receiver", "A receiver of DStreams"),
  "streaming/batches": stream("batches", "Batches of DStreams", ["batchStatus"]),
  "streaming/batches/{batchId}": stream("batch", "A batch of DStreams"),
  "streaming/batches/{batchId}/operations": stream("operations", "Output operations of a batch"),
  "streaming/batches/{batchId}/operations/{outputOpId}": stream(
    "operation",
    "An output operation of a batch",
  ),
};
