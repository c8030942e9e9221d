import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Spark's JobData, as far as the dashboard reads it. */
export interface Job {
  jobId: number;
  name: string;
  description?: string;
  submissionTime?: string;
  completionTime?: string;
  stageIds: number[];
  jobGroup?: string;
  jobTags?: string[];
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "UNKNOWN";
  numTasks: number;
  numActiveTasks: number;
  numCompletedTasks: number;
  numSkippedTasks: number;
  numFailedTasks: number;
  numKilledTasks: number;
  numActiveStages: number;
  numCompletedStages: number;
  numSkippedStages: number;
  numFailedStages: number;
}

export function jobsResource(app: AppKey): Resource<Job[]> {
  return new Resource(() => sparkPath(app, "jobs"));
}

export function jobResource(app: AppKey, jobId: number): Resource<Job> {
  return new Resource(() => sparkPath(app, `jobs/${jobId}`));
}
