import type { TickUnit } from "./ticks";
import { ticks } from "./ticks";

/** A picture of counts over two axes, as the server bins it. Knows no drawing. */
export interface Axis {
  scale: "linear" | "log";
  /** One more than there are bins, ascending. */
  edges: readonly number[];
}

export interface Grid {
  x: Axis;
  y: Axis;
  /** Column by column. */
  counts: readonly number[];
  /** Indexes into `counts` of fields with failures, and how many. */
  failedCells: readonly number[];
  failedCounts: readonly number[];
}

/** A field of a grid. */
export interface Field {
  column: number;
  row: number;
}

/** What numbers a part of a grid spans, first and last included. */
export interface Region {
  x: readonly [number, number];
  y: readonly [number, number];
}

/** Zero has a place on a logarithmic axis: half a step before one. */
function scaled(axis: Axis, value: number): number {
  return axis.scale === "linear" ? value : Math.log10(Math.max(0.5, value));
}

/** Where a value stands, 0 at the axis' begin and 1 at its end. */
export function share(axis: Axis, value: number): number {
  const from = scaled(axis, axis.edges[0] ?? 0);
  const to = scaled(axis, axis.edges.at(-1) ?? 1);
  return to > from ? (scaled(axis, value) - from) / (to - from) : 0;
}

export function bins(axis: Axis): number {
  return Math.max(0, axis.edges.length - 1);
}

/** The bin at a share of the axis' length; those beyond its ends belong to the outermost. */
export function binAt(axis: Axis, at: number): number {
  let low = 0;
  let high = bins(axis) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (share(axis, axis.edges[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Which bin holds a value. */
export function binOf(axis: Axis, value: number): number {
  return binAt(axis, share(axis, value));
}

export function countAt(grid: Grid, { column, row }: Field): number {
  return grid.counts[column * bins(grid.y) + row] ?? 0;
}

/** Whole numbers from the first to the last of all fields between two corners. */
export function regionOf(grid: Grid, from: Field, to: Field): Region {
  const side = (axis: Axis, a: number, b: number): [number, number] => [
    axis.edges[Math.min(a, b)] ?? 0,
    (axis.edges[Math.max(a, b) + 1] ?? 1) - 1,
  ];
  return { x: side(grid.x, from.column, to.column), y: side(grid.y, from.row, to.row) };
}

/** How many a part of a grid holds. */
export function countIn(grid: Grid, region: Region): { all: number; failed: number } {
  const rows = bins(grid.y);
  const isIn = (cell: number) => {
    const x = grid.x.edges[Math.floor(cell / rows)] ?? 0;
    const y = grid.y.edges[cell % rows] ?? 0;
    return x >= region.x[0] && x <= region.x[1] && y >= region.y[0] && y <= region.y[1];
  };
  const sum = (total: number, value: number, cell: number) => total + (isIn(cell) ? value : 0);
  return {
    all: grid.counts.reduce(sum, 0),
    failed: grid.failedCounts.reduce(
      (total, value, index) => sum(total, value, grid.failedCells[index] ?? 0),
      0,
    ),
  };
}

/** 0 for nothing, then from a visible least to 1 for the most: one among thousands must be seen. */
export function shade(value: number, most: number): number {
  if (value <= 0) return 0;
  return most <= 1 ? 1 : 0.18 + 0.82 * (Math.log(value) / Math.log(most));
}

const logTicks: Readonly<Record<TickUnit, readonly number[]>> = {
  time: [1, 10, 100, 1e3, 10e3, 60e3, 600e3, 3600e3, 36000e3, 864000e3],
  bytes: Array.from({ length: 20 }, (_, index) => 8 ** index),
  plain: Array.from({ length: 16 }, (_, index) => 10 ** index),
};

/** Values worth a label, at most about `wanted` of them. */
export function axisTicks(axis: Axis, wanted: number, unit: TickUnit): number[] {
  const from = axis.edges[0] ?? 0;
  const to = axis.edges.at(-1) ?? 1;
  if (axis.scale === "linear") return ticks(from, to, wanted, unit);
  const inside = logTicks[unit].filter((value) => value >= from && value <= to);
  const all = from === 0 ? [0, ...inside] : inside;
  // Few orders of magnitude: round values within them.
  if (all.length < 2) return ticks(from, to, Math.min(3, wanted), unit);
  const step = Math.ceil(all.length / Math.max(1, wanted));
  return all.filter((_, index) => index % step === 0);
}
