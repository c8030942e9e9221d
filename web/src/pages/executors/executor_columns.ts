import type { Executor } from "../../api/executors";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import type { Sort } from "../../base/sort";

/**
 * The driver's row tells the application's duration as its task time: no share can be told from
 * it.
 */
export function gcShare({ id, totalDuration, totalGCTime }: Executor): number | undefined {
  return id === "driver" || totalDuration === 0 ? undefined : totalGCTime / totalDuration;
}

export function executorStatus({ isActive }: Executor): string {
  return isActive ? "ALIVE" : "REMOVED";
}

export const executorColumns: readonly Column<Executor>[] = [
  { key: "id", label: "Executor", value: ({ id }) => id },
  { key: "status", label: "Status", value: executorStatus },
  { key: "host", label: "Host", value: ({ hostPort }) => hostPort },
  { key: "cores", label: "Cores", numeric: true, value: ({ totalCores }) => totalCores },
  { key: "tasks", label: "Tasks", amount: true, value: ({ completedTasks }) => completedTasks },
  { key: "time", label: "Task time", numeric: true, value: ({ totalDuration }) => totalDuration },
  {
    key: "gc",
    label: "GC",
    hint: "Share of the task time spent in garbage collection",
    numeric: true,
    value: gcShare,
  },
  { key: "input", label: "Input", numeric: true, value: ({ totalInputBytes }) => totalInputBytes },
  {
    key: "read",
    label: "Shuffle read",
    numeric: true,
    value: ({ totalShuffleRead }) => totalShuffleRead,
  },
  {
    key: "write",
    label: "Shuffle write",
    numeric: true,
    value: ({ totalShuffleWrite }) => totalShuffleWrite,
  },
  {
    key: "memory",
    label: "Storage memory",
    hint: "Memory that holds cached data, of what may",
    numeric: true,
    value: ({ memoryUsed }) => memoryUsed,
  },
  {
    key: "heap",
    label: "Peak heap",
    hint: "Largest JVM heap seen",
    numeric: true,
    value: ({ peakMemoryMetrics }) => peakMemoryMetrics?.JVMHeapMemory,
  },
];

export const executorSort: Sort = { key: "id", descending: false };

export const executorFiltering: Filtering<Executor> = {
  fields: ({ id, hostPort, removeReason }) => [id, hostPort, removeReason],
  status: executorStatus,
};
