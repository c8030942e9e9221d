import type { AppKey } from "../base/route";
import { dashboardPath, sparkPath } from "./paths";
import { Resource } from "./resource.svelte";
import { filterParameters, type TaskFilter } from "./tasks";

/** Spark's StageData without its tasks, as far as the dashboard reads it. */
export interface Stage {
  status: "ACTIVE" | "COMPLETE" | "FAILED" | "PENDING" | "SKIPPED";
  stageId: number;
  attemptId: number;
  name: string;
  description?: string;
  details: string;
  numTasks: number;
  numActiveTasks: number;
  numCompleteTasks: number;
  numFailedTasks: number;
  numKilledTasks: number;
  submissionTime?: string;
  firstTaskLaunchedTime?: string;
  completionTime?: string;
  failureReason?: string;
  schedulingPool: string;
  resourceProfileId: number;
  executorRunTime: number;
  executorCpuTime: number;
  jvmGcTime: number;
  memoryBytesSpilled: number;
  diskBytesSpilled: number;
  inputBytes: number;
  inputRecords: number;
  outputBytes: number;
  outputRecords: number;
  shuffleReadBytes: number;
  shuffleReadRecords: number;
  shuffleFetchWaitTime: number;
  shuffleWriteBytes: number;
  shuffleWriteRecords: number;
  accumulatorUpdates: { id: number; name?: string; value?: string }[];
  killedTasksSummary: Record<string, number>;
  isShufflePushEnabled: boolean;
  shuffleMergersCount: number;
}

export interface StageKey {
  app: AppKey;
  stageId: number;
  stageAttempt: number;
}

/** Of the successful tasks; every list has a number for each of `quantiles`, which rise from 0 to 1. */
export interface TaskQuantiles {
  quantiles: number[];
  duration: number[];
  executorDeserializeTime: number[];
  executorRunTime: number[];
  jvmGcTime: number[];
  gettingResultTime: number[];
  resultSerializationTime: number[];
  schedulerDelay: number[];
  peakExecutionMemory: number[];
  memoryBytesSpilled: number[];
  diskBytesSpilled: number[];
  inputMetrics: { bytesRead: number[]; recordsRead: number[] };
  outputMetrics: { bytesWritten: number[]; recordsWritten: number[] };
  shuffleReadMetrics: {
    readBytes: number[];
    readRecords: number[];
    fetchWaitTime: number[];
    remoteBytesRead: number[];
  };
  /** Times in nanoseconds. */
  shuffleWriteMetrics: { writeBytes: number[]; writeRecords: number[]; writeTime: number[] };
}

/** Where no task has succeeded, there is nothing to sum up. */
export type TaskSummary = TaskQuantiles | { tasks: 0 };

export function quantilesOf(summary: TaskSummary | undefined): TaskQuantiles | undefined {
  return summary && "quantiles" in summary ? summary : undefined;
}

export interface DurationBin {
  from: number;
  to: number;
  SUCCESS: number;
  FAILED: number;
  KILLED: number;
  RUNNING: number;
}

export interface Durations {
  tasks: number;
  p50?: number;
  p95?: number;
  max?: number;
  bins: DurationBin[];
}

export function stagesResource(app: AppKey): Resource<Stage[]> {
  return new Resource(() => sparkPath(app, "stages?details=false"));
}

export function stageResource({ app, stageId, stageAttempt }: StageKey): Resource<Stage> {
  return new Resource(() => sparkPath(app, `stages/${stageId}/${stageAttempt}?details=false`));
}

export function quantilesResource(
  { app, stageId, stageAttempt }: StageKey,
  quantiles: () => readonly number[],
): Resource<TaskSummary> {
  const path = `stages/${stageId}/${stageAttempt}/summary`;
  return new Resource(() => dashboardPath(app, `${path}?quantiles=${quantiles().join()}`));
}

export function durationsResource(
  { app, stageId, stageAttempt }: StageKey,
  filter: () => TaskFilter,
): Resource<Durations> {
  return new Resource(() => {
    const search = new URLSearchParams({ bins: "60", ...filterParameters(filter()) });
    return dashboardPath(app, `stages/${stageId}/${stageAttempt}/durations?${search}`);
  });
}
