import type { Executor } from "../../api/executors";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import type { Sort } from "../../base/sort";
import { parseSparkDate } from "../../base/time";
import { limitColumns, type MemoryLimits, type PeakUse } from "./limits";
import { peakColumns } from "./peaks";

/** How a column's number is written; the others are written by the table itself. */
export type Unit = "bytes" | "count" | "duration" | "time" | "own" | "limit";

export interface ExecutorColumn extends Column<Executor> {
  unit: Unit;
  /** Of a column whose unit is "limit". */
  use?: (executor: Executor) => PeakUse | undefined;
}

/**
 * The driver's row tells the application's duration as its task time: no share can be told from
 * it.
 */
export function taskTime({ id, totalDuration }: Executor): number | undefined {
  return id === "driver" ? undefined : totalDuration;
}

export function gcShare(executor: Executor): number | undefined {
  const time = taskTime(executor);
  return time ? executor.totalGCTime / time : undefined;
}

export function executorStatus({ isActive }: Executor): string {
  return isActive ? "ALIVE" : "REMOVED";
}

function number(
  unit: Unit,
  key: string,
  label: string,
  value: (executor: Executor) => number | undefined,
  hint = "",
): ExecutorColumn {
  return { key, label, unit, value, numeric: true, ...(hint && { hint }) };
}

const identity: readonly ExecutorColumn[] = [
  { key: "id", label: "Executor", unit: "own", value: ({ id }) => id },
  { key: "status", label: "Status", unit: "own", value: executorStatus },
  { key: "host", label: "Address", unit: "own", value: ({ hostPort }) => hostPort },
];

const work: readonly ExecutorColumn[] = [
  number("count", "cores", "Cores", ({ totalCores }) => totalCores),
  {
    key: "tasks",
    label: "Tasks",
    unit: "own",
    amount: true,
    value: ({ completedTasks }) => completedTasks,
  },
  number("count", "total", "Total tasks", ({ totalTasks }) => totalTasks),
  number("duration", "time", "Task time", taskTime),
  number("own", "gc", "GC", gcShare, "Share of the task time spent in garbage collection"),
  number("bytes", "input", "Input", ({ totalInputBytes }) => totalInputBytes),
  number("bytes", "read", "Shuffle read", ({ totalShuffleRead }) => totalShuffleRead),
  number("bytes", "write", "Shuffle write", ({ totalShuffleWrite }) => totalShuffleWrite),
];

const memory: readonly ExecutorColumn[] = [
  number("own", "memory", "Storage memory", ({ memoryUsed }) => memoryUsed, "Used, of what may be"),
  number("own", "onheap", "On heap", (one) => one.memoryMetrics?.usedOnHeapStorageMemory),
  number("own", "offheap", "Off heap", (one) => one.memoryMetrics?.usedOffHeapStorageMemory),
  number("bytes", "disk", "Disk used", ({ diskUsed }) => diskUsed),
  number("count", "blocks", "RDD blocks", ({ rddBlocks }) => rddBlocks),
];

const life: readonly ExecutorColumn[] = [
  number("time", "added", "Added", ({ addTime }) => parseSparkDate(addTime)),
  number("time", "removed", "Removed", ({ removeTime }) => parseSparkDate(removeTime)),
  number("count", "slots", "Task slots", ({ maxTasks }) => maxTasks),
  { key: "resources", label: "Resources", unit: "own" },
  number("count", "profile", "Resource profile", ({ resourceProfileId }) => resourceProfileId),
  { key: "attributes", label: "Attributes", unit: "own" },
];

const logs: ExecutorColumn = { key: "logs", label: "Logs", unit: "own" };

/** Too many columns for any window: they are shown by what one wants to know. */
export const columnSets = [
  { key: "work", label: "Work" },
  { key: "memory", label: "Memory now" },
  { key: "limits", label: "Peaks and limits" },
  { key: "peaks", label: "Peak memory" },
  { key: "life", label: "Coming and going" },
  { key: "all", label: "Everything" },
] as const;
export type ColumnSet = (typeof columnSets)[number]["key"];

/** How near to its limit each kind of memory came; those that no executor has are left out. */
function limitsOf(limits: MemoryLimits, executors: readonly Executor[]): ExecutorColumn[] {
  return limitColumns
    .map(({ key, label, hint }): ExecutorColumn => {
      const use = (executor: Executor) => limits.use(executor, key);
      const value = (executor: Executor) => {
        const known = use(executor);
        return known && (known.limit ? known.used / known.limit : 0);
      };
      return { key: `limit-${key}`, label, hint, unit: "limit", amount: true, value, use };
    })
    .filter(({ use }) => executors.some((executor) => use?.(executor)));
}

export function executorColumns(
  set: ColumnSet,
  executors: readonly Executor[],
  limits: MemoryLimits,
): ExecutorColumn[] {
  const peaks = peakColumns(executors).map(({ key, label, hint, unit }) =>
    number(unit, key, label, ({ peakMemoryMetrics }) => peakMemoryMetrics?.[key], hint),
  );
  const near = limitsOf(limits, executors);
  const all = [...work, ...memory, ...near, ...peaks, ...life];
  const chosen = { work, memory, limits: near, peaks, life, all }[set];
  const shown = executors.some(({ executorLogs }) => Object.keys(executorLogs).length > 0)
    ? [logs]
    : [];
  return [...identity, ...chosen, ...shown];
}

/** The ids before and after one, as they are counted; the driver comes last. */
export function beside(
  executors: readonly Executor[],
  id: string,
): { previous?: string | undefined; next?: string | undefined } {
  const ids = executors.map((one) => one.id).sort(compareIds);
  const at = ids.indexOf(id);
  return at < 0 ? {} : { previous: ids[at - 1], next: ids[at + 1] };
}

function compareIds(a: string, b: string): number {
  const number = (text: string) => (/^\d+$/.test(text) ? Number(text) : Infinity);
  return number(a) === number(b) ? a.localeCompare(b) : number(a) - number(b);
}

export const executorSort: Sort = { key: "id", descending: false };

export const executorFiltering: Filtering<Executor> = {
  fields: ({ id, hostPort, removeReason }) => [id, hostPort, removeReason],
  status: executorStatus,
};
