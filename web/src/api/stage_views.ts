import type { Grid } from "../base/grid";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";
import type { StageKey } from "./stages";
import type { TaskFilter } from "./tasks";
import { filterParameters } from "./tasks";

/** Where the tasks are none, there is no grid. */
export type Heatmap = { tasks: number } & Partial<Grid>;

export type Correlation = Heatmap & {
  xUnit: Unit;
  yUnit: Unit;
  pearson?: number;
  spearman?: number;
};
export type Unit = "ms" | "ns" | "bytes" | "count";

export const phaseKeys = [
  "schedulerDelay",
  "deserialize",
  "fetchWait",
  "compute",
  "gc",
  "shuffleWrite",
  "serialize",
  "gettingResult",
  "unknown",
] as const;
export type PhaseKey = (typeof phaseKeys)[number];

/** One entry for each task. */
export type LaneBars = Record<PhaseKey, number[]> & {
  taskId: number[];
  index: number[];
  attempt: number[];
  lane: number[];
  slot: number[];
  launchTime: number[];
  status: string[];
};

export interface StageLanes {
  start: number;
  end: number;
  from: number;
  to: number;
  tasks: number;
  /** Lanes, of which those from `offset` on are here. */
  total: number;
  offset: number;
  phases: Record<PhaseKey, number>;
  lanes: {
    name: string;
    slots: number;
    tasks: number;
    taskTime: number;
    pixels?: string;
    /** Of pixels, where any did not succeed: how many, and in which columns. */
    failed?: number;
    killed?: number;
    marks?: number[];
  }[];
  columns?: number;
  rows?: number;
  bars?: LaneBars;
}

export interface FailureCluster {
  key: string;
  /** What happened and, on a line of its own, why. */
  signature: string;
  failed: number;
  killed: number;
  first: number;
  last: number;
  /** A task's id. */
  example: number;
  executors: number;
  hosts: number;
  mostOn: { executor: string; tasks: number }[];
}

export interface Failures {
  tasks: number;
  total: number;
  clusters: FailureCluster[];
}

/** What each executor did, by columns; those of zeros are absent. */
export interface StageExecutors {
  total: number;
  executorId: string[];
  address: string[];
  logs: Record<string, Record<string, string>>;
  peaks: Record<string, number[]>;
  [column: string]: unknown;
}

export interface StageFacts {
  jobIds: number[];
  executionIds: number[];
  parentIds: number[];
  localities: Record<string, number>;
  attempts: { attempt: number; status: string; tasks: number }[];
  speculation?: {
    total: number;
    active: number;
    completed: number;
    failed: number;
    killed: number;
  };
}

export interface StageRdd {
  id: number;
  name: string;
  scope?: string;
  callSite: string;
  partitions: number;
  cached: boolean;
  storageLevel: string;
  barrier: boolean;
  determinism: string;
  parentIds: number[];
}

function path({ app, stageId, stageAttempt }: StageKey, rest: string): string {
  return dashboardPath(app, `stages/${stageId}/${stageAttempt}/${rest}`);
}

function withFilter(rest: string, filter: TaskFilter, more: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...more, ...filterParameters(filter) });
  return search.size > 0 ? `${rest}?${search}` : rest;
}

export function heatmapResource(stage: StageKey, filter: () => TaskFilter): Resource<Heatmap> {
  return new Resource(() => path(stage, withFilter("heatmap", filter())));
}

export function correlationResource(
  stage: StageKey,
  filter: () => TaskFilter,
  axes: () => { x: string; y: string },
): Resource<Correlation> {
  return new Resource(() => path(stage, withFilter("correlate", filter(), axes())));
}

export interface LanesQuery {
  by: "executor" | "host";
  span: readonly [number, number] | undefined;
  offset: number;
  limit: number;
}

export function lanesResource(
  stage: StageKey,
  filter: () => TaskFilter,
  query: () => LanesQuery,
): Resource<StageLanes> {
  return new Resource(() => {
    const { by, span, offset, limit } = query();
    const asked = {
      ...{ by, offset: String(offset), limit: String(limit) },
      ...(span && { from: String(span[0]), to: String(span[1]) }),
    };
    return path(stage, withFilter("lanes", filter(), asked));
  });
}

export function failuresResource(stage: StageKey): Resource<Failures> {
  return new Resource(() => path(stage, "failures"));
}

export function stageExecutorsResource(stage: StageKey): Resource<StageExecutors> {
  return new Resource(() => path(stage, "executors"));
}

export function factsResource(stage: StageKey): Resource<StageFacts> {
  return new Resource(() => path(stage, "facts"));
}

/** The last ones of all. */
export interface StageRdds {
  total: number;
  rdds: StageRdd[];
}

export function stageRddsResource(stage: StageKey): Resource<StageRdds> {
  return new Resource(() => path(stage, "rdds"));
}

