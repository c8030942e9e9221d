import type { AppKey } from "../base/route";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** A span of time in bins of the same width; epoch milliseconds. */
interface Binned {
  from: number;
  to: number;
  bins: number;
  binWidth: number;
}

/** Averages of each bin; a task is busy on as many cores as its resource profile says, all tasks never on
 * more than were allocated. */
export interface CoresUsage extends Binned {
  allocated: number[];
  busy: number[];
  executors: number[];
  /** How many came and went in each bin. */
  added: number[];
  removed: number[];
}

export interface HeatmapRow {
  /** An executor's, or the name of a host. */
  id: string;
  host: string;
  executors: number;
  cores: number;
  tasks: number;
  /** Share of the cores that were busy, 0..1. */
  busy: number;
  addTime: number;
  removeTime?: number;
  /** Percent of its cores that were busy in each bin; -1: it was not there. */
  cells: number[];
}

export interface ExecutorHeatmap extends Binned {
  total: number;
  rows: HeatmapRow[];
}

export type TimeRange = readonly [from: number, to: number];

function spanQuery(range: TimeRange | undefined): Record<string, string> {
  return range ? { from: String(range[0]), to: String(range[1]) } : {};
}

export function coresResource(
  app: AppKey,
  range: () => TimeRange | undefined,
): Resource<CoresUsage> {
  return new Resource(() => {
    const search = new URLSearchParams(spanQuery(range()));
    return dashboardPath(app, `executors/cores${search.size > 0 ? `?${search}` : ""}`);
  });
}

export interface HeatmapQuery {
  by: "executor" | "host";
  sort: "id" | "busy" | "added";
  descending: boolean;
  offset: number;
  limit: number;
}

export function heatmapResource(
  app: AppKey,
  range: () => TimeRange | undefined,
  query: () => HeatmapQuery,
): Resource<ExecutorHeatmap> {
  return new Resource(() => {
    const { by, sort, descending, offset, limit } = query();
    const search = new URLSearchParams({
      ...spanQuery(range()),
      by,
      sort,
      order: descending ? "desc" : "asc",
      offset: String(offset),
      limit: String(limit),
    });
    return dashboardPath(app, `executors/heatmap?${search}`);
  });
}
