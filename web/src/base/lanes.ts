import { duration } from "./format";

/**
 * What several lanes (executors, hosts) spent a span of time on, as the server reduces it: each
 * bar by itself where they are few, or else as pixels. Knows no drawing. Times are epoch
 * milliseconds.
 */
export interface Lane {
  name: string;
  /** How many bars at once the lane is high. */
  slots: number;
  /** Rows of `columns` letters, the lowest row first: "a" for the first kind, "." for nothing. */
  pixels?: string;
  /** Columns in which something stands out. */
  marks?: readonly number[];
}

export interface LaneBar {
  lane: number;
  slot: number;
  start: number;
  /** How long each kind took, one after the other. */
  parts: readonly number[];
  /** Stands out, whatever it spent its time on. */
  bad: boolean;
}

export interface LanePicture {
  /** What the pixels span. */
  from: number;
  to: number;
  columns: number;
  rows: number;
  lanes: readonly Lane[];
  /** Instead of pixels; by lane and start. */
  bars?: readonly LaneBar[];
}

export type Span = readonly [from: number, to: number];

/** What time is spent on, with its colour among the series (0: none) and how much of it, in ms. */
export interface LaneKind {
  label: string;
  hint?: string;
  series: number;
  time: number;
}

/** What is under the pointer, or where the keys have led to. */
export interface LaneHit {
  lane: number;
  time: number;
  /** How much time a pixel stands for. */
  step: number;
  bar: number | undefined;
}

/** A run of pixels of one kind in one row of a lane. */
export interface Run {
  kind: number;
  column: number;
  length: number;
  row: number;
}

export function runsOf(pixels: string, columns: number): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < pixels.length; ) {
    const kind = pixels.charCodeAt(at) - 97;
    const row = Math.floor(at / columns);
    const end = Math.min(pixels.length, (row + 1) * columns);
    let next = at + 1;
    while (next < end && pixels.charCodeAt(next) - 97 === kind) next += 1;
    if (kind >= 0) runs.push({ kind, column: at % columns, length: next - at, row });
    at = next;
  }
  return runs;
}

export function endOf({ start, parts }: LaneBar): number {
  return parts.reduce((sum, part) => sum + part, start);
}

/** Lanes of few slots are as high as can be read, those of many as fit. */
export function laneHeights(lanes: readonly Lane[]): number[] {
  const each = lanes.length <= 12 ? 10 : lanes.length <= 40 ? 4 : 3;
  const least = lanes.length <= 40 ? 16 : lanes.length <= 120 ? 12 : 5;
  const most = lanes.length <= 12 ? 84 : 40;
  return lanes.map(({ slots }) => Math.min(most, Math.max(least, slots * each)));
}

/** Where each lane begins, with `above` it for marks, and at last where all end. */
export function laneTops(heights: readonly number[], gap: number, above = 0): number[] {
  const tops = [above];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height + gap + above);
  return tops;
}

export function laneAt(tops: readonly number[], y: number): number | undefined {
  const index = tops.findIndex((top, at) => y >= top && y < (tops[at + 1] ?? -Infinity));
  return index < 0 ? undefined : index;
}

/** The bar at a time and slot of a lane, a little beside it too: bars may be thin. */
export function barAt(
  bars: readonly LaneBar[],
  at: { lane: number; slot: number; time: number },
  tolerance: number,
): number | undefined {
  let best: number | undefined;
  let distance = tolerance;
  bars.forEach((bar, index) => {
    if (bar.lane !== at.lane || bar.slot !== at.slot) return;
    const away = Math.max(bar.start - at.time, at.time - endOf(bar), 0);
    if (away > distance || (best !== undefined && away === distance)) return;
    best = index;
    distance = away;
  });
  return best;
}

/**
 * What stands at a mark, so long after the begin of all: below a second between marks, and late,
 * how long after the second that the first of them is in.
 */
export function markLabel(value: number, first: number, step: number): string {
  if (step >= 1000 || value < 10_000) return duration(value);
  return `+${duration(value - Math.floor(first / 1000) * 1000)}`;
}

/** "1700000000000-1700000060000" of an address. */
export function parseSpan(text: string | undefined): Span | undefined {
  const found = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? "");
  const [from, to] = [Number(found?.[1]), Number(found?.[2])];
  return found && to >= from ? [from, to] : undefined;
}

export function formatSpan(span: Span | undefined): string {
  return span ? `${Math.floor(span[0])}-${Math.ceil(span[1])}` : "";
}
