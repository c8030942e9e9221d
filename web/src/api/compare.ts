import type { Band } from "../base/band_chart";
import type { NumberUnit } from "../base/findings";
import type { Query } from "../base/route";
import type { Finding } from "./insights";
import { Resource } from "./resource.svelte";

/** One of the two runs. */
export interface ComparedRun {
  id: string;
  attemptId?: string;
  name: string;
  startTime: number;
  duration: number;
  sparkVersion?: string;
  averageCores?: number;
}

/** `band`: between which values earlier runs lay; `outside`: b lies beyond it. */
export interface ComparedMetric {
  name: string;
  unit: NumberUnit;
  a?: number;
  b?: number;
  band?: Band;
  outside?: boolean;
}

export type OperatorChange = "same" | "changed" | "onlyA" | "onlyB";

/** An operator of both plans, or of one of them. */
export interface ComparedOperator {
  change: OperatorChange;
  /** How many operators with several inputs are above it. */
  depth: number;
  a?: { nodeId: number; name: string };
  b?: { nodeId: number; name: string };
  /** Of a join: what A has on its left side, B has on its right one. */
  sidesSwapped?: boolean;
  /** What it says of itself; b's where both have it. */
  words: string;
  /** What both say differently. */
  details?: { of: string; a?: string; b?: string }[];
  /** Metrics that differ much, or are large where it stands alone. */
  numbers?: { name: string; unit: NumberUnit; a?: number; b?: number }[];
}

export type OperatorCounts = Record<OperatorChange, number>;

/** Two plans as one tree, each operator before its inputs; nothing but that of very large ones. */
export type PlanDifference =
  | ({ aligned: true; nodes: ComparedOperator[] } & OperatorCounts)
  | { aligned: false };

export interface ComparedQuerySide {
  executionId: number;
  duration: number;
  /** Where both were matched by their plans: they differ. */
  description?: string;
}

export interface ComparedQuery {
  /** b's, or of the only one. */
  description: string;
  a?: ComparedQuerySide;
  b?: ComparedQuerySide;
  /** Absent: by their description. */
  matchedBy?: "plan";
  samePlan: boolean;
  /** Where anything differs; of many queries only the names of operators are compared. */
  planDiff?: { removed: string[]; added: string[] } & PlanDifference;
  delta: number;
}

export interface ComparedStage {
  stageId: number;
  attemptId: number;
  duration: number;
  tasks: number;
  /** Of task durations, one for each of `quantileShares`; of the first stages only. */
  quantiles?: number[];
  inputBytes: number;
  shuffleReadBytes: number;
  spillBytes: number;
}

export interface StagePair {
  name: string;
  a?: ComparedStage;
  b?: ComparedStage;
  delta: number;
}

export interface Comparison {
  a: ComparedRun;
  b: ComparedRun;
  /** What most likely changed. */
  summary: string;
  metrics: ComparedMetric[];
  settings: { key: string; a?: string; b?: string }[];
  wall: { part: string; a: number; b: number }[];
  queries: ComparedQuery[];
  stages: StagePair[];
  /** Rising from 0 to 1. */
  quantileShares: number[];
  /** Those whose rule found nothing in the other. */
  findings: { onlyA: Finding[]; onlyB: Finding[] };
}

export function comparePath({ a = "", b = "" }: Query): string {
  return `api/dashboard/compare?${new URLSearchParams({ a, b })}`;
}

/** `a` and `b` as runKey() spells them. */
export function compareResource(runs: { a: string; b: string }): Resource<Comparison> {
  return new Resource(() => comparePath(runs));
}

/** Of two queries that both runs had, by the ids of their executions. */
export function planPath({ a, b }: { a: string; b: string }, ids: { a: number; b: number }): string {
  const query = { a, b, queryA: String(ids.a), queryB: String(ids.b) };
  return `api/dashboard/compare/plan?${new URLSearchParams(query)}`;
}

export function planResource(
  runs: { a: string; b: string },
  ids: { a: number; b: number },
): Resource<PlanDifference> {
  return new Resource(() => planPath(runs, ids));
}
