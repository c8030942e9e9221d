import type { Sort } from "../../base/sort";
import type { VirtualColumn } from "../../base/virtual";

export interface RunColumn extends VirtualColumn {
  /** What the server calls it. */
  sortBy: string;
  /** Shown unless the reader chooses otherwise. */
  usual: boolean;
}

/** In the order in which they stand; widths in rem, the name takes what is left. */
export const columns: readonly RunColumn[] = [
  { key: "state", label: "Status", width: 8.6, sortBy: "state", usual: true },
  { key: "name", label: "Application", width: 12, grows: true, sortBy: "name", usual: true },
  {
    key: "findings",
    label: "Findings",
    hint: "The worst of what could be done better, and whether the run is unlike those before it",
    width: 8.4,
    amount: true,
    sortBy: "severity",
    usual: true,
  },
  { key: "user", label: "User", width: 5.2, sortBy: "user", usual: true },
  {
    key: "started",
    label: "Started",
    width: 10.4,
    amount: true,
    sortBy: "startTime",
    usual: true,
  },
  {
    key: "duration",
    label: "Duration",
    hint: "With the durations of up to 12 earlier runs of the same name",
    width: 8.2,
    amount: true,
    sortBy: "duration",
    usual: true,
  },
  {
    key: "cores",
    label: "Core-hours",
    hint: "How long executors held their cores, busy or idle",
    width: 7.2,
    numeric: true,
    sortBy: "coreTime",
    usual: true,
  },
  {
    key: "waste",
    label: "Waste",
    hint: "Of the core-hours, those that were held without a task",
    width: 7.2,
    numeric: true,
    sortBy: "wasteCoreTime",
    usual: false,
  },
  {
    key: "taskTime",
    label: "Task time",
    hint: "Run time of all tasks together",
    width: 6,
    numeric: true,
    sortBy: "taskTime",
    usual: false,
  },
  { key: "jobs", label: "Jobs", width: 6, numeric: true, sortBy: "jobs", usual: false },
  {
    key: "stages",
    label: "Stages",
    hint: "Stages that ran; skipped ones are not counted",
    width: 6,
    numeric: true,
    sortBy: "stages",
    usual: false,
  },
  { key: "tasks", label: "Tasks", width: 10.5, amount: true, sortBy: "tasks", usual: false },
  { key: "input", label: "Input", width: 5.2, numeric: true, sortBy: "inputBytes", usual: true },
  {
    key: "shuffle",
    label: "Shuffle",
    hint: "Read, and below it written",
    width: 6.8,
    numeric: true,
    sortBy: "shuffleReadBytes",
    usual: true,
  },
  {
    key: "written",
    label: "Shuffle write",
    width: 5.6,
    numeric: true,
    sortBy: "shuffleWriteBytes",
    usual: false,
  },
  {
    key: "spill",
    label: "Spill",
    hint: "Spilled to disk",
    width: 4.9,
    numeric: true,
    sortBy: "spillBytes",
    usual: true,
  },
  {
    key: "failed",
    label: "Failed tasks",
    width: 4.6,
    numeric: true,
    sortBy: "failedTasks",
    usual: false,
  },
  { key: "job", label: "Job", hint: "What it is a run of", width: 10, sortBy: "job", usual: false },
  { key: "queue", label: "Queue", width: 6, sortBy: "queue", usual: false },
  { key: "version", label: "Spark", width: 4.3, sortBy: "sparkVersion", usual: false },
  {
    key: "complete",
    label: "Log",
    hint: "Whether everything that the log announces is in it",
    width: 8.8,
    sortBy: "complete",
    usual: true,
  },
  {
    key: "updated",
    label: "Last updated",
    hint: "When the log was last written",
    width: 10.4,
    amount: true,
    sortBy: "lastUpdated",
    usual: false,
  },
  { key: "directory", label: "Log directory", width: 12, sortBy: "directory", usual: false },
];

export const defaultSort: Sort = { key: "started", descending: true };

const usual = columns.filter((column) => column.usual).map(({ key }) => key);

/** The address says which, unless they are the usual ones; the name is always there. */
export function parseColumns(text: string | undefined): readonly RunColumn[] {
  const wanted = text ? text.split(".") : usual;
  return columns.filter(({ key }) => key === "name" || wanted.includes(key));
}

export function formatColumns(shown: readonly string[]): string {
  const keys = columns.filter(({ key }) => key === "name" || shown.includes(key));
  const text = keys.map(({ key }) => key).join(".");
  return text === usual.join(".") ? "" : text;
}
