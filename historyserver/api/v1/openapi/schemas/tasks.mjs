import {
  bytes,
  date,
  each,
  flag,
  int,
  list,
  long,
  map,
  ms,
  ns,
  object,
  optional,
  real,
  ref,
  text,
  word,
} from "../words.mjs";
import { executorMetrics } from "./common.mjs";

const quantiles = (unit) => () =>
  list(real(), `One value for each of \`quantiles\`${unit ? `, in ${unit}` : ""}.`);
const ofMs = quantiles("milliseconds");
const ofNs = quantiles("nanoseconds");
const ofBytes = quantiles("bytes");
const counts = quantiles("");
const asked = list(real(), "The quantiles that were asked for, ascending.");

// The last words of the metrics of push-based shuffle.
const pushCounts = [
  "corruptMergedBlockChunks",
  "mergedFetchFallbackCount",
  "remoteMergedBlocksFetched",
  "localMergedBlocksFetched",
  "remoteMergedChunksFetched",
  "localMergedChunksFetched",
];
const pushBytes = ["remoteMergedBytesRead", "localMergedBytesRead"];

export const schemas = {
  TaskData: object("One attempt of a task.", {
    taskId: long("Unique in the application."),
    index: int("In its stage."),
    attempt: int(),
    partitionId: int("-1 where the log does not tell it (before Spark 3.3)."),
    launchTime: date(),
    resultFetchStart: optional(date("When the driver began to fetch its result.")),
    duration: optional(
      ms("Absent when it is 0. Of a running task, up to what is known of its application."),
    ),
    executorId: text(),
    host: text(),
    status: word(["RUNNING", "GET RESULT", "FAILED", "KILLED", "SUCCESS", "UNKNOWN"]),
    taskLocality: {
      ...text(),
      examples: ["PROCESS_LOCAL", "NODE_LOCAL", "NO_PREF", "RACK_LOCAL", "ANY"],
    },
    speculative: flag(),
    accumulatorUpdates: list(ref("AccumulableInfo")),
    errorMessage: optional(text("Why it failed or was killed: raw text, which may hold HTML.")),
    taskMetrics: optional(ref("TaskMetrics", "Absent while it runs, and where the log has none.")),
    executorLogs: map(text(), "Addresses of the logs of its executor, by name."),
    schedulerDelay: ms(),
    gettingResultTime: ms(),
  }),
  TaskMetrics: object("What a task measured.", {
    executorDeserializeTime: ms(),
    executorDeserializeCpuTime: ns(),
    executorRunTime: ms(),
    executorCpuTime: ns(),
    resultSize: bytes(),
    jvmGcTime: ms(),
    resultSerializationTime: ms(),
    memoryBytesSpilled: bytes("As large as it was in memory."),
    diskBytesSpilled: bytes("As large as it became on disk."),
    peakExecutionMemory: bytes(),
    inputMetrics: object(undefined, { bytesRead: bytes(), recordsRead: long() }),
    outputMetrics: object(undefined, { bytesWritten: bytes(), recordsWritten: long() }),
    shuffleReadMetrics: object(undefined, {
      remoteBlocksFetched: long(),
      localBlocksFetched: long(),
      fetchWaitTime: ms(),
      remoteBytesRead: bytes(),
      remoteBytesReadToDisk: bytes(),
      localBytesRead: bytes(),
      recordsRead: long(),
      remoteReqsDuration: ms(),
      shufflePushReadMetrics: object(undefined, {
        ...each(long, pushCounts),
        ...each(bytes, pushBytes),
        remoteMergedReqsDuration: ms(),
      }),
    }),
    shuffleWriteMetrics: object(undefined, {
      bytesWritten: bytes(),
      writeTime: ns(),
      recordsWritten: long(),
    }),
  }),
  TaskMetricDistributions: object(
    "Quantiles of the tasks that succeeded. Each value is that of a task: the one at position " +
      'min(floor(quantile * count), count - 1) in ascending order. "NaN": there is no such position.',
    {
      quantiles: asked,
      duration: ofMs(),
      executorDeserializeTime: ofMs(),
      executorDeserializeCpuTime: ofNs(),
      executorRunTime: ofMs(),
      executorCpuTime: ofNs(),
      resultSize: ofBytes(),
      jvmGcTime: ofMs(),
      resultSerializationTime: ofMs(),
      gettingResultTime: ofMs(),
      schedulerDelay: ofMs(),
      peakExecutionMemory: ofBytes(),
      memoryBytesSpilled: ofBytes(),
      diskBytesSpilled: ofBytes(),
      inputMetrics: object(undefined, { bytesRead: ofBytes(), recordsRead: counts() }),
      outputMetrics: object(undefined, { bytesWritten: ofBytes(), recordsWritten: counts() }),
      shuffleReadMetrics: object(undefined, {
        readBytes: ofBytes(),
        readRecords: counts(),
        remoteBlocksFetched: counts(),
        localBlocksFetched: counts(),
        fetchWaitTime: ofMs(),
        remoteBytesRead: ofBytes(),
        remoteBytesReadToDisk: ofBytes(),
        totalBlocksFetched: counts(),
        remoteReqsDuration: ofMs(),
        shufflePushReadMetricsDist: object(undefined, {
          ...each(counts, pushCounts),
          ...each(ofBytes, pushBytes),
          remoteMergedReqsDuration: ofMs(),
        }),
      }),
      shuffleWriteMetrics: object(undefined, {
        writeBytes: ofBytes(),
        writeRecords: counts(),
        writeTime: ofNs(),
      }),
    },
  ),
  ExecutorMetricsDistributions: object("Quantiles of what the executors of a stage did for it.", {
    quantiles: asked,
    taskTime: ofMs(),
    ...each(counts, ["failedTasks", "succeededTasks", "killedTasks"]),
    inputBytes: ofBytes(),
    inputRecords: counts(),
    outputBytes: ofBytes(),
    outputRecords: counts(),
    shuffleRead: ofBytes(),
    shuffleReadRecords: counts(),
    shuffleWrite: ofBytes(),
    shuffleWriteRecords: counts(),
    memoryBytesSpilled: ofBytes(),
    diskBytesSpilled: ofBytes(),
    peakMemoryMetrics: object(
      "Memory in bytes, times in milliseconds, counts.",
      each(counts, executorMetrics),
    ),
  }),
  TaskTable: object("A page of the table of tasks on Spark's stage page.", {
    recordsFiltered: text("How many tasks match: a number as text, as in Spark's answer."),
    aaData: list(ref("TaskData")),
    recordsTotal: text("The parameter `numTasks`, as it was sent."),
  }),
};
