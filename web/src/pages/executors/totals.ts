import type { Executor } from "../../api/executors";
import { sortRows } from "../../base/sort";
import { taskTime } from "./executor_columns";

/** What several executors have together. */
export interface Totals {
  label: string;
  active: number;
  removed: number;
  excluded: number;
  cores: number;
  rddBlocks: number;
  memoryUsed: number;
  maxMemory: number;
  onHeapUsed: number;
  onHeapMax: number;
  /** 0 where no executor may use any. */
  offHeapMax: number;
  offHeapUsed: number;
  diskUsed: number;
  activeTasks: number;
  failedTasks: number;
  completedTasks: number;
  totalTasks: number;
  /** Without the driver's, which is not known. */
  taskTime: number;
  gcTime: number;
  inputBytes: number;
  shuffleRead: number;
  shuffleWrite: number;
}

export function totalsOf(label: string, executors: readonly Executor[]): Totals {
  const sum = (value: (executor: Executor) => number | undefined) =>
    executors.reduce((total, executor) => total + (value(executor) ?? 0), 0);
  return {
    label,
    active: sum(({ isActive }) => Number(isActive)),
    removed: sum(({ isActive }) => Number(!isActive)),
    excluded: sum(({ isExcluded }) => Number(isExcluded)),
    cores: sum(({ totalCores }) => totalCores),
    rddBlocks: sum(({ rddBlocks }) => rddBlocks),
    memoryUsed: sum(({ memoryUsed }) => memoryUsed),
    maxMemory: sum(({ maxMemory }) => maxMemory),
    onHeapUsed: sum(({ memoryMetrics }) => memoryMetrics?.usedOnHeapStorageMemory),
    onHeapMax: sum(({ memoryMetrics }) => memoryMetrics?.totalOnHeapStorageMemory),
    offHeapUsed: sum(({ memoryMetrics }) => memoryMetrics?.usedOffHeapStorageMemory),
    offHeapMax: sum(({ memoryMetrics }) => memoryMetrics?.totalOffHeapStorageMemory),
    diskUsed: sum(({ diskUsed }) => diskUsed),
    activeTasks: sum(({ activeTasks }) => activeTasks),
    failedTasks: sum(({ failedTasks }) => failedTasks),
    completedTasks: sum(({ completedTasks }) => completedTasks),
    totalTasks: sum(({ totalTasks }) => totalTasks),
    taskTime: sum(taskTime),
    gcTime: sum((executor) => (taskTime(executor) === undefined ? 0 : executor.totalGCTime)),
    inputBytes: sum(({ totalInputBytes }) => totalInputBytes),
    shuffleRead: sum(({ totalShuffleRead }) => totalShuffleRead),
    shuffleWrite: sum(({ totalShuffleWrite }) => totalShuffleWrite),
  };
}

/** All, and apart those that are there and those that are gone, where there are both. */
export function summary(executors: readonly Executor[]): Totals[] {
  const active = executors.filter(({ isActive }) => isActive);
  const removed = executors.filter(({ isActive }) => !isActive);
  const all = totalsOf("All", executors);
  if (active.length === 0 || removed.length === 0) return [all];
  return [totalsOf("Active", active), totalsOf("Removed", removed), all];
}

/** "10.0.0.1" of "10.0.0.1:7337", "[::1]" of "[::1]:7337". */
export function hostOf({ hostPort }: Executor): string {
  return hostPort.replace(/:\d+$/, "");
}

export function byHost(executors: readonly Executor[]): Totals[] {
  const hosts = new Map<string, Executor[]>();
  for (const executor of executors) {
    const host = hostOf(executor);
    hosts.set(host, [...(hosts.get(host) ?? []), executor]);
  }
  const totals = [...hosts].map(([host, members]) => totalsOf(host, members));
  return sortRows(totals, ({ label }) => label, false);
}
