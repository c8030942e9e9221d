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

/** A row of Spark's table of queries. */
export interface ListedExecution {
  id: number;
  status: ExecutionStatus;
  description?: string;
  submissionTime: string;
  duration: number;
  /** Those that succeeded. */
  jobIds: number[];
  queryId?: string;
  errorMessage?: string;
  rootExecutionId: number;
  subExecutions: ListedExecution[];
}

export interface ExecutionTable {
  summary: {
    totalQueries: number;
    averageDuration: number;
    runningQueries: number;
    failedQueries: number;
  };
  recordsTotal: number;
  recordsFiltered: number;
  aaData: ListedExecution[];
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

export function executionTablePath(app: AppKey, query: ExecutionQuery): string {
  const search = new URLSearchParams({
    start: String(query.offset),
    length: String(query.limit),
    "order[0][column]": "0",
    "columns[0][name]": query.sort,
    "order[0][dir]": query.descending ? "desc" : "asc",
    groupSubExecution: "true",
  });
  if (query.search !== "") search.set("search[value]", query.search);
  if (query.status !== "") search.set("status", query.status);
  return sparkPath(app, `sql/sqlTable?${search}`);
}

export function executionsResource(
  app: AppKey,
  query: () => ExecutionQuery,
): Resource<ExecutionTable> {
  return new Resource(() => executionTablePath(app, query()));
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
