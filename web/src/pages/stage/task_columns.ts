import type { Stage } from "../../api/stages";
import type { Task } from "../../api/tasks";
import type { Column } from "../../base/columns";
import type { Sort } from "../../base/sort";

/** Sorted by the server: a column's key is the server's name for it. */
type TaskColumn = Column<Task> & { when?: (stage: Stage) => boolean };

const every: readonly TaskColumn[] = [
  { key: "index", label: "Index", numeric: true },
  { key: "taskId", label: "Task", numeric: true },
  { key: "status", label: "Status" },
  { key: "executorId", label: "Executor" },
  { key: "locality", label: "Locality" },
  { key: "launchTime", label: "Launched" },
  { key: "duration", label: "Duration", numeric: true, hint: "From launch to end" },
  { key: "gcTime", label: "GC", numeric: true },
  {
    key: "schedulerDelay",
    label: "Sched. delay",
    numeric: true,
    hint: "Waiting that is neither running, (de)serialization nor fetching the result",
  },
  { key: "inputBytes", label: "Input", numeric: true, when: ({ inputBytes }) => inputBytes > 0 },
  {
    key: "outputBytes",
    label: "Output",
    numeric: true,
    when: ({ outputBytes }) => outputBytes > 0,
  },
  {
    key: "shuffleReadBytes",
    label: "Shuffle read",
    numeric: true,
    when: ({ shuffleReadBytes }) => shuffleReadBytes > 0,
  },
  {
    key: "fetchWaitTime",
    label: "Fetch wait",
    numeric: true,
    when: ({ shuffleFetchWaitTime }) => shuffleFetchWaitTime > 0,
  },
  {
    key: "shuffleWriteBytes",
    label: "Shuffle write",
    numeric: true,
    when: ({ shuffleWriteBytes }) => shuffleWriteBytes > 0,
  },
  {
    key: "diskSpilled",
    label: "Spill",
    numeric: true,
    hint: "Bytes spilled to disk",
    when: ({ diskBytesSpilled }) => diskBytesSpilled > 0,
  },
  { key: "peakMemory", label: "Peak memory", numeric: true },
];

/** Only what the stage has something to say about. */
export function taskColumns(stage: Stage): readonly Column<Task>[] {
  return every
    .filter(({ when }) => when === undefined || when(stage))
    .map(({ when: _, ...column }) => ({ ...column, sortable: true }));
}

export const taskSort: Sort = { key: "index", descending: false };
export const taskSortKeys = every.map(({ key }) => key);
export const taskStatuses = ["SUCCESS", "FAILED", "RUNNING", "KILLED"] as const;
