import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";
import type { StageKey } from "./stages";

/** One task attempt. Times in milliseconds, but `cpuTime` in nanoseconds. */
export interface Task {
  taskId: number;
  index: number;
  attempt: number;
  partitionId: number;
  status: string;
  locality: string;
  executorId: string;
  host: string;
  launchTime: number;
  duration?: number;
  runTime: number;
  cpuTime: number;
  gcTime: number;
  schedulerDelay: number;
  deserializeTime: number;
  serializationTime: number;
  gettingResultTime: number;
  peakMemory: number;
  inputBytes: number;
  inputRecords: number;
  outputBytes: number;
  outputRecords: number;
  shuffleReadBytes: number;
  shuffleReadRecords: number;
  fetchWaitTime: number;
  shuffleWriteBytes: number;
  shuffleWriteRecords: number;
  memorySpilled: number;
  diskSpilled: number;
  speculative: boolean;
  error?: string;
}

export interface TaskPage {
  total: number;
  offset: number;
  tasks: Task[];
}

export interface TaskQuery {
  offset: number;
  limit: number;
  sort: string;
  descending: boolean;
  /** "" for all. */
  status: string;
}

export function taskPagePath({ app, stageId, stageAttempt }: StageKey, query: TaskQuery): string {
  const search = new URLSearchParams({
    offset: String(query.offset),
    limit: String(query.limit),
    sort: query.sort,
    order: query.descending ? "desc" : "asc",
  });
  if (query.status !== "") search.set("status", query.status);
  return dashboardPath(app, `stages/${stageId}/${stageAttempt}/tasks?${search}`);
}

export function tasksResource(stage: StageKey, query: () => TaskQuery): Resource<TaskPage> {
  return new Resource(() => taskPagePath(stage, query()));
}
