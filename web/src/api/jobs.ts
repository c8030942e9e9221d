import type { TimeView } from "../base/time_lanes";
import type { AppKey } from "../base/route";
import { dashboardPath, sparkPath } from "./paths";
import { Resource } from "./resource.svelte";
import type { Stage } from "./stages";

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

/** A row of the list of jobs. Times are epoch milliseconds. */
export interface ListedJob {
  jobId: number;
  name: string;
  description?: string;
  group?: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "UNKNOWN";
  start?: number;
  end?: number;
  /** The query that it is a part of. */
  sqlExecutionId?: number;
  tags: string[];
  stages: { total: number; active: number; complete: number; failed: number; skipped: number };
  tasks: {
    total: number;
    active: number;
    complete: number;
    failed: number;
    killed: number;
    skipped: number;
  };
  /** How many tasks were killed for which reason. */
  killedTasksSummary: Record<string, number>;
}

export interface JobPage {
  matching: number;
  offset: number;
  /** Of the jobs that meet all conditions but the status. */
  statuses: Record<string, number>;
  jobs: ListedJob[];
}

export interface JobListQuery {
  search: string;
  /** "" for all. */
  status: string;
  part: TimeView | undefined;
  sort: string;
  offset: number;
  limit: number;
}

/** What a stage works on: nodes of Spark's own graph of a job. */
export interface GraphRdd {
  id: number;
  name: string;
  scope: string;
  callsite: string;
  cached: boolean;
  barrier: boolean;
  determinism: string;
}

/** A stage of a job, its last attempt. */
export interface GraphStage {
  stageId: number;
  attemptId: number;
  status: string;
  name: string;
  tasks: number;
  failedTasks: number;
  start?: number;
  end?: number;
  /** Stages that it reads from, also those of other jobs. */
  parentIds: number[];
  rdds: GraphRdd[];
}

export interface JobDetails {
  job: ListedJob;
  /** How many stages it has; `graph` is empty where they are too many to be drawn. */
  stages: number;
  graph: GraphStage[];
}

export function jobPageResource(app: AppKey, query: () => JobListQuery): Resource<JobPage> {
  return new Resource(() => {
    const { search, status, part, sort, offset, limit } = query();
    const parameters = new URLSearchParams({
      sortBy: sort,
      offset: String(offset),
      length: String(limit),
    });
    if (search.trim() !== "") parameters.set("search", search.trim());
    if (status !== "") parameters.set("status", status);
    if (part) {
      parameters.set("from", String(part.from));
      parameters.set("to", String(part.to));
    }
    return dashboardPath(app, `jobs?${parameters}`);
  });
}

export function jobDetailsResource(app: AppKey, jobId: number): Resource<JobDetails> {
  return new Resource(() => dashboardPath(app, `jobs/${jobId}`));
}

/** So many stages of a job are shown as a table. */
export const stagesShown = 1000;

/** The stages of a job that ran, or those that did not have to. */
export function jobStagesResource(
  app: AppKey,
  jobId: number,
  skipped: "no" | "only",
): Resource<Stage[]> {
  return new Resource(() =>
    dashboardPath(app, `jobs/${jobId}/stages?skipped=${skipped}&length=${stagesShown}`),
  );
}

export function jobsResource(app: AppKey): Resource<Job[]> {
  return new Resource(() => sparkPath(app, "jobs"));
}
