import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Spark's ExecutorSummary. Times in milliseconds, memory in bytes. */
export interface Executor {
  id: string;
  hostPort: string;
  isActive: boolean;
  rddBlocks: number;
  memoryUsed: number;
  maxMemory: number;
  diskUsed: number;
  totalCores: number;
  maxTasks: number;
  activeTasks: number;
  failedTasks: number;
  completedTasks: number;
  totalTasks: number;
  totalDuration: number;
  totalGCTime: number;
  totalInputBytes: number;
  totalShuffleRead: number;
  totalShuffleWrite: number;
  addTime?: string;
  removeTime?: string;
  removeReason?: string;
  executorLogs: Record<string, string>;
  memoryMetrics?: {
    usedOnHeapStorageMemory: number;
    usedOffHeapStorageMemory: number;
    totalOnHeapStorageMemory: number;
    totalOffHeapStorageMemory: number;
  };
  /** By the names of Spark's ExecutorMetrics; absent where nothing was measured. */
  peakMemoryMetrics?: Record<string, number>;
  attributes: Record<string, string>;
  resources: Record<string, { name: string; addresses: string[] }>;
  resourceProfileId: number;
  isExcluded: boolean;
  excludedInStages: number[];
}

/** Something else than an executor that ran for the application, such as YARN's master. */
export interface MiscellaneousProcess {
  id: string;
  hostPort: string;
  isActive: boolean;
  totalCores: number;
  addTime: string;
  processLogs: Record<string, string>;
}

export function executorsResource(app: AppKey): Resource<Executor[]> {
  return new Resource(() => sparkPath(app, "allexecutors"));
}

export function processesResource(app: AppKey): Resource<MiscellaneousProcess[]> {
  return new Resource(() => sparkPath(app, "allmiscellaneousprocess"));
}
