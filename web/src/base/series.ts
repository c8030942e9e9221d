import type { TickUnit } from "./ticks";

/** What a chart over time draws. Knows no drawing. */
export interface Series {
  label: string;
  /** One for each point in time; undefined where nothing is known. */
  values: readonly (number | undefined)[];
  /** Which of the eight colours, or 9 for what is not used; absent: that of its place. */
  shade?: number;
}

export interface ChartSpec {
  key: string;
  title: string;
  /** What the numbers mean, for whoever does not know. */
  hint: string;
  /** "stack" is of bars, "area" of steps that reach to the next value. */
  kind: "lines" | "bars" | "stack" | "area";
  series: readonly Series[];
  /** What is counted, for round numbers at the axis. */
  unit: TickUnit;
  format: (value: number) => string;
}

export function isStacked({ kind }: ChartSpec): boolean {
  return kind === "stack" || kind === "area";
}

export function shadeOf({ shade }: Pick<Series, "shade">, index: number): number {
  return shade ?? (index % 8) + 1;
}

/** Where each series of a stack ends: its own values and all those below it. */
export function stacked(series: readonly Series[]): number[][] {
  const height: number[] = [];
  return series.map(({ values }) =>
    values.map((value, index) => {
      height[index] = (height[index] ?? 0) + (value ?? 0);
      return height[index];
    }),
  );
}

export interface Spread {
  median: number;
  p95: number;
  max: number;
}

/** Undefined where nothing is known. */
export function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const at = (share: number) =>
    known[Math.min(known.length - 1, Math.floor(share * known.length))] ?? 0;
  return known.length === 0 ? undefined : { median: at(0.5), p95: at(0.95), max: at(1) };
}

/** How many values of each series are in each of equal parts of [0, top], the highest part last. */
export function distribution(series: readonly Series[], top: number, parts: number): number[][] {
  return series.map(({ values }) => {
    const counts = new Array<number>(parts).fill(0);
    for (const value of values) {
      if (value === undefined || !(top > 0)) continue;
      const part = Math.min(parts - 1, Math.max(0, Math.floor((value / top) * parts)));
      counts[part] = (counts[part] ?? 0) + 1;
    }
    return counts;
  });
}
