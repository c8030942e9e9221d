import type { Stage } from "../../api/stages";
import type { Task } from "../../api/tasks";
import type { Column } from "../../base/columns";
import type { Sort } from "../../base/sort";

export type TaskUnit = "ms" | "ns" | "bytes" | "count" | "word" | "time" | "own";

/** Sorted by the server: a column's key is the server's name for it. */
export interface TaskColumn extends Column<Task> {
  unit: TaskUnit;
  /** Shown unless others are chosen, where the stage has something to say about it. */
  when?: (stage: Stage) => boolean;
}

const always = () => true;

function column(
  key: string,
  label: string,
  unit: TaskUnit,
  hint = "",
  when?: (stage: Stage) => boolean,
): TaskColumn {
  const numeric = ["ms", "ns", "bytes", "count"].includes(unit);
  return { key, label, unit, numeric, sortable: true, ...(hint && { hint }), ...(when && { when }) };
}

export const taskColumns: readonly TaskColumn[] = [
  { ...column("index", "Index", "own", "Partition index, and the attempt", always), numeric: true },
  column("taskId", "Task", "count", "Task id", always),
  column("partitionId", "Partition", "count"),
  column("status", "Status", "own", "", always),
  column("executorId", "Executor", "own", "And its log links", always),
  column("host", "Host", "word", "", always),
  column("locality", "Locality", "word", "How near to its data it ran", always),
  column("launchTime", "Launched", "time", "", always),
  column("duration", "Duration", "ms", "From launch to end", always),
  column("runTime", "Run time", "ms", "In the executor; what Spark's page calls duration"),
  column("cpuTime", "CPU", "ns", "Of the run time", always),
  column("gcTime", "GC", "ms", "", always),
  column(
    "schedulerDelay",
    "Sched. delay",
    "ms",
    "Waiting that is neither running, (de)serialization nor fetching the result",
    always,
  ),
  column("deserializeTime", "Deserialize", "ms", "Of the task itself"),
  column("deserializeCpuTime", "Deserialize CPU", "ns"),
  column("serializationTime", "Serialize result", "ms"),
  column("gettingResultTime", "Get result", "ms", "The driver fetching it"),
  column("resultSize", "Result size", "bytes"),
  column("peakMemory", "Peak memory", "bytes", "Peak execution memory", always),
  column("peakOnHeapMemory", "Peak on heap", "bytes", "Peak execution memory on heap"),
  column("peakOffHeapMemory", "Peak off heap", "bytes", "Peak execution memory off heap"),
  column("accumulators", "Accumulators", "own", "", (stage) => named(stage).length > 0),
  column("inputBytes", "Input", "bytes", "", ({ inputBytes }) => inputBytes > 0),
  column("inputRecords", "Input records", "count", "", ({ inputRecords }) => inputRecords > 0),
  column("outputBytes", "Output", "bytes", "", ({ outputBytes }) => outputBytes > 0),
  column("outputRecords", "Output records", "count", "", ({ outputRecords }) => outputRecords > 0),
  column("shuffleReadBytes", "Shuffle read", "bytes", "", (one) => one.shuffleReadBytes > 0),
  column("shuffleReadRecords", "Records read", "count", "Of shuffles", (one) => one.shuffleReadRecords > 0),
  column("fetchWaitTime", "Fetch wait", "ms", "For shuffle blocks", (one) => one.shuffleFetchWaitTime > 0),
  column("shuffleRemoteBytes", "Remote reads", "bytes", "Shuffle read from other executors"),
  column("localBytes", "Local reads", "bytes", "Shuffle read from the same executor"),
  column("remoteBytesToDisk", "Remote to disk", "bytes", "Read from others straight to disk"),
  column("remoteBlocks", "Remote blocks", "count"),
  column("localBlocks", "Local blocks", "count"),
  column("remoteRequestsTime", "Remote requests", "ms", "From request to answer"),
  column("shuffleWriteBytes", "Shuffle write", "bytes", "", (one) => one.shuffleWriteBytes > 0),
  column("shuffleWriteRecords", "Records written", "count", "To shuffles", (one) => one.shuffleWriteRecords > 0),
  column("shuffleWriteTime", "Write time", "ns", "Of the shuffle"),
  column("memorySpilled", "Spill (memory)", "bytes", "", (one) => one.memoryBytesSpilled > 0),
  column("diskSpilled", "Spill (disk)", "bytes", "", (one) => one.diskBytesSpilled > 0),
  column("corruptMergedChunks", "Corrupt merged chunks", "count"),
  column("mergedFetchFallbacks", "Merged fallbacks", "count"),
  column("mergedRemoteBlocks", "Merged remote blocks", "count"),
  column("mergedLocalBlocks", "Merged local blocks", "count"),
  column("mergedRemoteChunks", "Merged remote chunks", "count"),
  column("mergedLocalChunks", "Merged local chunks", "count"),
  column("mergedRemoteBytes", "Merged remote reads", "bytes"),
  column("mergedLocalBytes", "Merged local reads", "bytes"),
  column("mergedRequestsTime", "Merged requests", "ms"),
  column("error", "Error", "own", "", ({ numFailedTasks, numKilledTasks }) => numFailedTasks + numKilledTasks > 0),
];

/** What can be set against each other. */
export const amounts = taskColumns.filter(
  ({ unit, key }) => ["ms", "ns", "bytes", "count"].includes(unit) && !["taskId", "partitionId"].includes(key),
);

/** The accumulators of the program itself. */
export function named({ accumulatorUpdates }: Stage): Stage["accumulatorUpdates"] {
  return accumulatorUpdates.filter(
    ({ name }) => name !== undefined && !name.startsWith("internal.metrics."),
  );
}

export function usualColumns(stage: Stage): string[] {
  return taskColumns.filter(({ when }) => when?.(stage)).map(({ key }) => key);
}

/** Those of the address ("index,duration"), or the usual ones. */
export function chosenColumns(text: string | undefined, stage: Stage): TaskColumn[] {
  const wanted = text ? text.split(",") : usualColumns(stage);
  const chosen = taskColumns.filter(({ key }) => wanted.includes(key));
  return chosen.length > 0 ? chosen : taskColumns.filter(({ when }) => when?.(stage));
}

/** "" for the usual ones, so that addresses stay short. */
export function formatColumns(keys: readonly string[], stage: Stage): string {
  const ordered = taskColumns.filter(({ key }) => keys.includes(key)).map(({ key }) => key);
  return ordered.join() === usualColumns(stage).join() ? "" : ordered.join();
}

export const taskSort: Sort = { key: "index", descending: false };
export const taskSortKeys = taskColumns.map(({ key }) => key);
export const taskStatuses = ["SUCCESS", "FAILED", "RUNNING", "KILLED"] as const;
