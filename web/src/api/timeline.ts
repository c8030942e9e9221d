import type { LaneBlocks, TimeView } from "../base/time_lanes";
import type { AppKey } from "../base/route";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

export interface ExecutorMark {
  time: number;
  added: number;
  removed: number;
  /** Which, and why it went; of the first of several. */
  text: string;
}

/** What ran when, reduced to the pixels it is drawn on. */
export interface TimelineShape extends TimeView {
  /** All of the time there is. */
  start: number;
  end: number;
  /** Of a single job there are its stages only, of a single query its jobs. */
  queries?: LaneBlocks;
  jobs?: LaneBlocks;
  stages?: LaneBlocks;
  executors: ExecutorMark[];
}

/** Averages over equal parts of the time. */
export interface CoresShape {
  allocated: number[];
  busy: number[];
}

export interface FailedStage {
  stageId: number;
  attemptId: number;
  name: string;
  /** Empty: none was logged. */
  reason: string;
}

export interface FailedJob {
  jobId: number;
  name: string;
  start: number;
  end: number;
  /** The last ones of them. */
  stages: FailedStage[];
}

export interface LongSpan {
  id: number;
  attempt: number;
  status: string;
  start: number;
  end: number;
  name: string;
}

/** What failed and what took longest, in a part of the time. */
export interface OverviewShape {
  failed: { total: number; jobs: FailedJob[] };
  recovered: { total: number; stages: FailedStage[] };
  longest: { queries: LongSpan[]; jobs: LongSpan[]; stages: LongSpan[] };
}

/** A part of the time; undefined: all of it. */
export type Part = TimeView | undefined;

export function timelineResource(
  app: AppKey,
  ask: () => { part: Part; width: number; jobId?: number; executionId?: number },
): Resource<TimelineShape> {
  return new Resource(() => {
    const { part, width, jobId, executionId } = ask();
    const job = jobId === undefined ? "" : `&job=${jobId}`;
    const query = executionId === undefined ? "" : `&query=${executionId}`;
    return dashboardPath(app, `timeline?width=${pixels(width)}${job}${query}${span(part)}`);
  });
}

export function coresResource(
  app: AppKey,
  ask: () => { part: Part; width: number },
): Resource<CoresShape> {
  return new Resource(() => {
    const { part, width } = ask();
    const bins = Math.max(50, Math.round(pixels(width) / 4));
    return dashboardPath(app, `executors/cores?bins=${bins}${span(part)}`);
  });
}

export function overviewResource(
  app: AppKey,
  ask: () => { part: Part; limit: number },
): Resource<OverviewShape> {
  return new Resource(() => {
    const { part, limit } = ask();
    return dashboardPath(app, `overview?limit=${limit}${span(part)}`);
  });
}

/** A window that is dragged wider does not ask at every step. */
function pixels(width: number): number {
  return Math.max(200, Math.ceil(width / 200) * 200);
}

function span(part: Part): string {
  return part ? `&from=${part.from}&to=${part.to}` : "";
}
