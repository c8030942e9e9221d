import { flag, header, int, list, long, own, path, query, text, word } from "./words.mjs";

const number = { ...int(), minimum: 0 };
const words = (names) => word(names);
// Words are taken in any case and the parameter may stand several times.
const anyOf = (name, names, description) =>
  query(name, list(words(names)), `${description} In any case of letters; several: one of them.`, {
    style: "form",
    explode: true,
  });
const switchedOn = (schema) => ({ ...schema, default: true });
const switchedOff = (schema) => ({ ...schema, default: false });

// Of our lists: the keys, and with "-" before them downwards.
const sortKeys = (keys) =>
  own(
    query(
      "sortBy",
      words(keys.flatMap((key) => [key, `-${key}`])),
      "The member to sort by, with `-` downwards; equal ones keep Spark's order. 400 for others.",
    ),
  );

const quantiles = (defaults) =>
  query(
    "quantiles",
    { ...text(), default: defaults, examples: ["0.5,0.95,1.0"] },
    "Numbers between commas. 400 for what is no number.",
  );
const taskStatuses = ["RUNNING", "KILLED", "FAILED", "SUCCESS", "UNKNOWN"];

const dateFilter = (name, description) =>
  query(
    name,
    { ...text(), examples: ["2026-01-31", "2026-01-31T08:15:30.123GMT"] },
    `${description} A day, or a moment with milliseconds and zone. 400 for what is no date.`,
  );

// One of the table of tasks or executions on Spark's pages.
const table = (name, schema, description, more) => query(name, schema, description, more);

// Under their names in components/parameters.
export const parameters = {
  appId: path("appId", text(), "Of an application, as in `/applications`."),
  attemptId: path("attemptId", text(), "Of an attempt of the application."),
  jobId: path("jobId", number, "Of a job."),
  stageId: path("stageId", number, "Of a stage."),
  stageAttemptId: path("stageAttemptId", number, "Of an attempt of the stage, from 0 on."),
  executorId: path("executorId", text(), "`driver`, or a number."),
  rddId: path("rddId", number, "Of an RDD."),
  executionId: path("executionId", { ...long(), minimum: 0 }, "Of an execution of Spark SQL."),
  runId: path("runId", text(), "Of a run of a streaming query."),
  streamId: path("streamId", number, "Of a stream of a receiver."),
  batchId: path("batchId", number, "Of a batch."),
  outputOpId: path("outputOpId", number, "Of an output operation."),

  // What lists have in common. Spark's own ones have the same names where it has them.
  offset: own(query("offset", { ...int(), default: 0 }, "How many to leave out. Negative: 0.")),
  length: own(
    query("length", { ...int(), default: -1 }, "How many at most. Negative: all; 0: none."),
  ),
  fields: own(
    query(
      "fields",
      { ...text(), examples: ["jobId,status", "tasks.*.duration"] },
      "Only these members of the answer, between commas: dots lead into members, `*` is any name, lists are " +
        "passed through. What the schema calls required may then be absent.",
    ),
  ),
  ifNoneMatch: own(
    header(
      "If-None-Match",
      text(),
      "The `ETag` of an earlier answer: 304 without a body while it is the same.",
    ),
  ),
  lastEventId: own(
    header("Last-Event-ID", text(), "Of a feed: the `id` of the last event that was received."),
  ),
  prefer: own(
    header(
      "Prefer",
      { ...text(), examples: ["wait=5"] },
      "`wait=SECONDS`: how long to wait for a log that is being read for the first time (60 at most). " +
        "Then the answer is what is known so far, and `Afterglow-Progress` says how much that is. Without " +
        "it: a minute, then 503.",
    ),
  ),

  applicationStatus: anyOf("status", ["COMPLETED", "RUNNING"], "Applications of this status."),
  minDate: dateFilter("minDate", "Some attempt began then or later (from 2010 on, if absent)."),
  maxDate: dateFilter("maxDate", "Some attempt began then or earlier."),
  minEndDate: dateFilter("minEndDate", "Some attempt ended then or later. Running ones always do."),
  maxEndDate: dateFilter("maxEndDate", "Some attempt ended then or earlier. Running ones end now."),
  limit: query("limit", int(), "How many at most, after the filters. 0 and less: none."),
  user: own(query("user", text(), "Some attempt is of this `sparkUser`.")),
  applicationName: own(query("name", text(), "The application has this name.")),
  sparkVersion: own(
    query("sparkVersion", text(), "Some attempt was run by this version of Spark."),
  ),
  applicationOrder: sortKeys([
    "id",
    "name",
    "sparkUser",
    "startTime",
    "endTime",
    "lastUpdated",
    "duration",
  ]),

  jobStatus: anyOf("status", ["RUNNING", "SUCCEEDED", "FAILED", "UNKNOWN"], "Jobs of this status."),
  jobOrder: sortKeys([
    "jobId",
    "name",
    "status",
    "submissionTime",
    "completionTime",
    "duration",
    "jobGroup",
    "numTasks",
    "numActiveTasks",
    "numFailedTasks",
    "numFailedStages",
  ]),

  stageStatus: anyOf(
    "status",
    ["ACTIVE", "COMPLETE", "FAILED", "PENDING", "SKIPPED"],
    "Stages of this status.",
  ),
  stageOrder: sortKeys([
    "stageId",
    "name",
    "status",
    "submissionTime",
    "completionTime",
    "duration",
    "numTasks",
    "numFailedTasks",
    "executorRunTime",
    "executorCpuTime",
    "jvmGcTime",
    "peakExecutionMemory",
    "memoryBytesSpilled",
    "diskBytesSpilled",
    "inputBytes",
    "inputRecords",
    "outputBytes",
    "outputRecords",
    "shuffleReadBytes",
    "shuffleReadRecords",
    "shuffleFetchWaitTime",
    "shuffleWriteBytes",
    "shuffleWriteRecords",
  ]),
  stageDetails: query("details", switchedOff(flag()), "Add all tasks and what each executor did."),
  oneStageDetails: query(
    "details",
    switchedOn(flag()),
    "Add all tasks and what each executor did.",
  ),
  withSummaries: query("withSummaries", switchedOff(flag()), "Add the distributions."),
  stageQuantiles: quantiles("0.0,0.25,0.5,0.75,1.0"),
  stageTaskStatus: anyOf(
    "taskStatus",
    taskStatuses,
    "With `details=true`: only tasks of this status, and in lists only stages that have some.",
  ),

  summaryQuantiles: quantiles("0.05,0.25,0.5,0.75,0.95"),
  taskOffset: query("offset", { ...int(), default: 0 }, "How many to leave out. Negative: 0."),
  taskLength: query("length", { ...int(), default: 20 }, "How many at most. 0 and less: none."),
  taskOrder: query(
    "sortBy",
    {
      ...words(["ID", "runtime", "-runtime", "INCREASING_RUNTIME", "DECREASING_RUNTIME"]),
      default: "ID",
    },
    "`runtime` is `executorRunTime`; with `-` downwards. In any case of letters; 404 for others.",
  ),
  taskStatus: anyOf("status", taskStatuses, "Tasks of this status."),

  taskCount: table(
    "numTasks",
    int(),
    "How many tasks the stage has. It comes back in the answer, and a search looks at as many.",
    { required: true },
  ),
  taskColumn: table(
    "columnNameToSort",
    text(),
    "The header of a column of Spark's page: `ID`, `Duration`, `Shuffle Write Time`.",
    { required: true },
  ),
  tableDirection: table("order[0][dir]", text(), "`asc`; all else is downwards."),
  tableSearch: table(
    "search[value]",
    text(),
    "Only those that have this text somewhere, in any case of letters.",
  ),
  tableStart: table("start", int(), "How many to leave out."),
  taskTableLength: table(
    "length",
    int(),
    "How many at most; 1 or more. It and `start` must be there when there is something to show.",
  ),
  tableLength: table("length", { ...int(), default: 20 }, "How many at most. 0 and less: all."),
  tableDraw: table("draw", { ...int(), default: 0 }, "Comes back in the answer."),
  tableStatus: table("status", text(), "Executions of this status, in any case of letters."),
  tableColumn: table(
    "order[0][column]",
    text(),
    "The number N of the column to sort by, whose name is in `columns[N][name]`.",
  ),
  tableColumnName: table(
    "columns[0][name]",
    { ...text(), examples: ["id", "status", "description", "submissionTime", "duration"] },
    "The name of column 0: one of the examples. Other numbers are parameters of their own.",
  ),
  tableGrouping: table(
    "groupSubExecution",
    switchedOn(flag()),
    "Whether executions stand below the one that started them.",
  ),

  executorOrder: sortKeys([
    "id",
    "hostPort",
    "addTime",
    "removeTime",
    "totalCores",
    "rddBlocks",
    "memoryUsed",
    "diskUsed",
    "maxMemory",
    "activeTasks",
    "failedTasks",
    "completedTasks",
    "totalTasks",
    "totalDuration",
    "totalGCTime",
    "totalInputBytes",
    "totalShuffleRead",
    "totalShuffleWrite",
  ]),

  sqlOffset: query("offset", { ...int(), default: 0 }, "How many to leave out. Negative: 0."),
  sqlLength: query(
    "length",
    { ...int(), default: -1 },
    "How many at most. 0 and less: all, whatever the offset.",
  ),
  sqlDetails: query("details", switchedOn(flag()), "With the nodes and edges of the plan."),
  planDescription: query("planDescription", switchedOn(flag()), "With the plan as text."),
  numericMetrics: own(
    query(
      "numericMetrics",
      switchedOff(flag()),
      "With the numbers of metrics, not only their texts.",
    ),
  ),

  progressOffset: query(
    "offset",
    { ...int(), default: 0 },
    "How many of the batches to leave out. Negative: 0.",
  ),
  progressLength: query(
    "length",
    { ...int(), default: 100 },
    "How many batches at most. 0 and less: all, whatever the offset.",
  ),

  threadsTaskId: query("taskId", int(), "Of a task."),
  threadsExecutorId: query("executorId", text(), "`driver`, or a number.", { required: true }),
  batchStatus: anyOf("status", ["COMPLETED", "QUEUED", "PROCESSING"], "Batches of this status."),
};
