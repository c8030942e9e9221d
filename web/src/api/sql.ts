import type { AppKey } from "../base/route";
import { dashboardPath, sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

export type ExecutionStatus = "RUNNING" | "COMPLETED" | "FAILED";

/** Which jobs a query has, and which query it is a part of. */
export interface ExecutionJobs {
  id: number;
  description?: string;
  runningJobIds: number[];
  successJobIds: number[];
  failedJobIds: number[];
  /** Its own id, unless another query started it. */
  rootExecutionId: number;
}

export interface SqlMetric {
  name: string;
  /** As Spark writes it. */
  value: string;
  unit: "ms" | "ns" | "bytes" | "count" | "unknown";
  /** Absent where values cannot be added up. */
  total?: number;
  min?: number;
  median?: number;
  max?: number;
  /** The task of the largest value; absent where that is the driver's. */
  maxStageId?: number;
  maxStageAttemptId?: number;
  maxTaskId?: number;
}

export interface SqlNode {
  nodeId: number;
  nodeName: string;
  wholeStageCodegenId?: number;
  metrics: SqlMetric[];
  desc: string;
}

export interface Execution extends ExecutionJobs {
  status: ExecutionStatus;
  planDescription: string;
  submissionTime: string;
  duration: number;
  nodes: SqlNode[];
  edges: { fromId: number; toId: number }[];
  queryId?: string;
  errorMessage?: string;
  modifiedConfigs: Record<string, string>;
}

export interface ListedExecution {
  id: number;
  status: ExecutionStatus;
  description?: string;
  submissionTime: string;
  duration: number;
  /** Those that succeeded. */
  jobIds: number[];
  runningJobIds: number[];
  failedJobIds: number[];
  queryId?: string;
  errorMessage?: string;
  rootExecutionId: number;
  /** None of its own has any. */
  subExecutions?: ListedExecution[];
}

export interface ExecutionPage {
  /** Of those that match. */
  summary: {
    totalQueries: number;
    averageDuration: number;
    runningQueries: number;
    failedQueries: number;
  };
  total: number;
  matching: number;
  queries: ListedExecution[];
}

export interface ExecutionQuery {
  offset: number;
  limit: number;
  sort: string;
  descending: boolean;
  search: string;
  /** "" for all. */
  status: string;
}

export function executionPagePath(app: AppKey, query: ExecutionQuery): string {
  const search = new URLSearchParams({
    offset: String(query.offset),
    length: String(query.limit),
    sortBy: `${query.descending ? "-" : ""}${query.sort}`,
  });
  if (query.search !== "") search.set("search", query.search);
  if (query.status !== "") search.set("status", query.status);
  return dashboardPath(app, `sql?${search}`);
}

export function executionsResource(
  app: AppKey,
  query: () => ExecutionQuery,
): Resource<ExecutionPage> {
  return new Resource(() => executionPagePath(app, query()));
}

export function executionResource(app: AppKey, executionId: number): Resource<Execution> {
  return new Resource(() => sparkPath(app, `sql/${executionId}?numericMetrics=true`));
}

interface Counted {
  name: string;
  count: number;
}

/** What adaptive execution made of a plan, compared with the version before. */
export interface PlanVersion {
  version: number;
  operators: number;
  added: Counted[];
  removed: Counted[];
}

export function planVersionsResource(
  app: AppKey,
  executionId: number,
): Resource<{ versions: PlanVersion[] }> {
  return new Resource(() => dashboardPath(app, `sql/${executionId}/plans`));
}

/** The graph of one version. */
export function planVersionResource(
  app: AppKey,
  executionId: number,
  version: () => number,
): Resource<Pick<Execution, "nodes" | "edges">> {
  return new Resource(() => dashboardPath(app, `sql/${executionId}/plans/${version()}`));
}

export function executionJobsResource(app: AppKey): Resource<ExecutionJobs[]> {
  const fields = "id,description,runningJobIds,successJobIds,failedJobIds,rootExecutionId";
  return new Resource(() =>
    sparkPath(app, `sql?details=false&planDescription=false&fields=${fields}`),
  );
}

export function jobIdsOf(execution: ExecutionJobs): number[] {
  const { runningJobIds, successJobIds, failedJobIds } = execution;
  return [...runningJobIds, ...successJobIds, ...failedJobIds].sort((a, b) => a - b);
}
