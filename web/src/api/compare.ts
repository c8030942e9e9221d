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

export interface ComparedQuery {
  description: string;
  a?: { executionId: number; duration: number };
  b?: { executionId: number; duration: number };
  samePlan: boolean;
  planDiff?: { removed: string[]; added: string[] };
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
  /** Rising from 0 to 1. */
  quantileShares: number[];
