import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Spark's ExecutorSummary, as far as the dashboard reads it. */
export interface Executor {
  id: string;
  hostPort: string;
  isActive: boolean;
  totalCores: number;
  activeTasks: number;
  failedTasks: number;
  completedTasks: number;
  totalDuration: number;
  totalGCTime: number;
  totalInputBytes: number;
  totalShuffleRead: number;
  totalShuffleWrite: number;
  memoryUsed: number;
  maxMemory: number;
  addTime?: string;
  removeTime?: string;
  removeReason?: string;
  isExcluded: boolean;
  peakMemoryMetrics?: { JVMHeapMemory?: number };
}

export function executorsResource(app: AppKey): Resource<Executor[]> {
  return new Resource(() => sparkPath(app, "allexecutors"));
}
