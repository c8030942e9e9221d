import type {
  ComparedMetric,
  ComparedQuery,
  ComparedRun,
  ComparedStage,
  Comparison,
  StagePair,
} from "../../api/compare";
import type { TaskQuantiles } from "../../api/stages";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import { numberText } from "../../base/findings";
import { coreHours, duration, factor, percent } from "../../base/format";
import { nearestShare } from "../../base/quantile_curves";
import type { AppKey } from "../../base/route";
import type { Sort } from "../../base/sort";
import type { WallShare } from "../../base/wall_parts";
import { type QuantileRow, quantileRows } from "../../tables/quantile_rows";

/** What the page of a comparison makes of the server's answer. */
export function keyOfCompared({ id, attemptId }: ComparedRun): AppKey {
  return attemptId === undefined ? { appId: id } : { appId: id, attemptId };
}

/** How b differs from a: "34 % more", "3.4x"; "" where one of them is not known. */
export function changeText(a: number | undefined, b: number | undefined): string {
  if (a === undefined || b === undefined) return "";
  if (a === b) return "the same";
  if (a <= 0) return "new";
  if (b <= 0) return "gone";
  const ratio = b / a;
  if (ratio >= 2) return factor(ratio);
  if (Math.abs(ratio - 1) < 0.005) return "the same";
  return ratio > 1 ? `${percent(ratio - 1)} more` : `${percent(1 - ratio)} less`;
}

/** A difference in time, with its sign: "+3 m 20 s". */
export function deltaText(milliseconds: number): string {
  if (Math.abs(milliseconds) < 0.5) return "–";
  return `${milliseconds > 0 ? "+" : "−"}${duration(Math.abs(milliseconds))}`;
}

/** What both had: "3", where it changed "3 → 4"; that of the only one that was there. */
export function pairText(
  a: number | undefined,
  b: number | undefined,
  format: (value: number) => string,
): string {
  const told = [a, b].flatMap((value) => (value === undefined ? [] : [value]));
  if (told.every((value) => value === 0)) return "–";
  return [...new Set(told.map(format))].join(" → ");
}

export interface MetricRow {
  name: string;
  a: string;
  b: string;
  change: string;
  usual: string;
  outside: boolean;
}

/** Of cores, not of the clock. */
const coreTime = "core time";

/** Without those that neither of the two has anything of. */
export function metricRows(metrics: readonly ComparedMetric[]): MetricRow[] {
  const told = metrics.filter(({ a, b }) => (a ?? 0) !== 0 || (b ?? 0) !== 0);
  return told.map(({ name, unit, a, b, band, outside }) => {
    const text = (value: number | undefined) => {
      if (value === undefined) return "–";
      return name === coreTime ? coreHours(value) : numberText(value, unit);
    };
    return {
      name: name === coreTime ? "Core-hours" : `${name[0]?.toUpperCase()}${name.slice(1)}`,
      a: text(a),
      b: text(b),
      change: changeText(a, b),
      usual: band ? `${text(band.low)} to ${text(band.high)}` : "",
      outside: outside ?? false,
    };
  });
}

export function wallOf(comparison: Comparison, side: "a" | "b"): WallShare[] {
  return comparison.wall.map((one) => ({ part: one.part, ms: one[side] }));
}

export function sums({ wall }: Comparison): { a: number; b: number } {
  const sum = (side: "a" | "b") => wall.reduce((total, one) => total + one[side], 0);
  return { a: sum("a"), b: sum("b") };
}

/** How wide each of two bars is, the longer one being 1. */
export function scales(comparison: Comparison): { a: number; b: number } {
  const { a, b } = sums(comparison);
  const most = Math.max(a, b, 1);
  return { a: a / most, b: b / most };
}

/** What is less is noise: of the longer one's time. */
const leastChange = 0.005;

/** The parts that changed, the most changed one first. */
export function wallChanges(comparison: Comparison): { part: string; delta: number }[] {
  const { a: all, b: other } = sums(comparison);
  const least = Math.max(1, leastChange * Math.max(all, other));
  return comparison.wall
    .map(({ part, a, b }) => ({ part, delta: b - a }))
    .filter(({ delta }) => Math.abs(delta) >= least)
    .sort((one, other) => Math.abs(other.delta) - Math.abs(one.delta));
}

/** What tells a pair of stages from the others, for the address: "12-14"; "-3.1" is only in b. */
export function pairKey({ a, b }: StagePair): string {
  const side = (stage: ComparedStage | undefined) =>
    stage ? `${stage.stageId}${stage.attemptId > 0 ? `.${stage.attemptId}` : ""}` : "";
  return `${side(a)}-${side(b)}`;
}

/** Nothing is open. */
export const noneOpen = "none";

/** Which one the address opens: unless it says, the first one of which there is a picture. */
export function openPair(pairs: readonly StagePair[], key: string | undefined): string {
  if (key !== undefined && key !== "") return key;
  const first = pairs.find(({ a, b }) => a?.quantiles && b?.quantiles);
  return first ? pairKey(first) : noneOpen;
}

export interface CurveMetric extends Pick<QuantileRow, "label" | "format"> {
  /** Undefined: it is not known, or no task has succeeded. */
  a: readonly number[] | undefined;
  b: readonly number[] | undefined;
}

const durationName = "Duration";

/** For the address, which says nothing of the usual one. */
export function metricName(label: string): string {
  return label === durationName ? "" : label;
}

/** What may be drawn of two stages: durations at once, where they are known, and all that is asked for. */
export function curveMetrics(
  pair: StagePair,
  ofA: TaskQuantiles | undefined,
  ofB: TaskQuantiles | undefined,
): CurveMetric[] {
  const rows = { a: ofA && quantileRows(ofA), b: ofB && quantileRows(ofB) };
  const labels = new Map(
    [...(rows.a ?? []), ...(rows.b ?? [])].map(({ label, format }) => [label, format]),
  );
  if (pair.a?.quantiles || pair.b?.quantiles) labels.set(durationName, duration);
  const valuesOf = (side: "a" | "b", wanted: string) => {
    const known = rows[side]?.find(({ label }) => label === wanted)?.values;
    if (known) return known;
    if (wanted === durationName) return pair[side]?.quantiles;
    // No task had any.
    return rows[side]?.[0]?.values.map(() => 0);
  };
  return [...labels].map(([label, format]) => ({
    ...{ label, format, a: valuesOf("a", label), b: valuesOf("b", label) },
  }));
}

/** The quantiles that are said in numbers. */
export const toldShares: readonly number[] = [0, 0.5, 0.75, 0.95, 1];

export function figuresOf(shares: readonly number[], values: readonly number[]): number[] {
  return toldShares.map((share) => values[nearestShare(shares, share)] ?? 0);
}

const size = (delta: number) => Math.abs(delta);

export const queryColumns: readonly Column<ComparedQuery>[] = [
  { key: "query", label: "Query", value: ({ description }) => description },
  { key: "a", label: "A", numeric: true, value: ({ a }) => a?.duration },
  { key: "b", label: "B", numeric: true, value: ({ b }) => b?.duration },
  {
    key: "delta",
    label: "Difference",
    hint: "Sorted by how much it is, longer or shorter",
    numeric: true,
    value: ({ delta }) => size(delta),
  },
  {
    key: "plan",
    label: "Plan",
    value: ({ a, b, samePlan }) => (a && b ? Number(samePlan) : undefined),
  },
];

export const stageColumns: readonly Column<StagePair>[] = [
  { key: "stage", label: "Stage", value: ({ name }) => name },
  { key: "a", label: "A", numeric: true, value: ({ a }) => a?.duration },
  { key: "b", label: "B", numeric: true, value: ({ b }) => b?.duration },
  {
    key: "delta",
    label: "Difference",
    hint: "Sorted by how much it is, longer or shorter",
    numeric: true,
    value: ({ delta }) => size(delta),
  },
  { key: "tasks", label: "Tasks", numeric: true, value: ({ a, b }) => b?.tasks ?? a?.tasks },
  {
    key: "spread",
    label: "Task durations",
    hint: "From the shortest task to the longest: A dashed, B drawn through. Press one to see it large",
  },
  { key: "input", label: "Input", numeric: true, value: ({ a, b }) => (b ?? a)?.inputBytes },
  {
    key: "shuffle",
    label: "Shuffle read",
    numeric: true,
    value: ({ a, b }) => (b ?? a)?.shuffleReadBytes,
  },
  { key: "spill", label: "Spill", numeric: true, value: ({ a, b }) => (b ?? a)?.spillBytes },
];

export const deltaSort: Sort = { key: "delta", descending: true };
export const queryFiltering: Filtering<ComparedQuery> = {
  fields: ({ description, a }) => [description, a?.description],
};
export const stageFiltering: Filtering<StagePair> = { fields: ({ name }) => [name] };
