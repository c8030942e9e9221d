import type { Tone } from "./status";

/** Spans of time laid out in lanes so that none overlaps another. Knows no drawing. */
export interface Span {
  start: number;
  end: number;
}

/** One bar to draw: `label` stands in it where it fits, `text` says everything. */
export interface TimelineBar extends Span {
  key: string;
  label: string;
  text: string;
  tone: Tone;
  href: string;
}

export interface Placed<T extends Span> {
  span: T;
  lane: number;
  x: number;
  width: number;
}

export interface TimeScale {
  start: number;
  end: number;
  width: number;
}

/** A short stage must stay visible and big enough to be pressed. */
const leastWidth = 2.5;
/** Half a pixel of rounding is no overlap. */
const tolerance = 0.5;

/** Each span goes to the first lane that is free at its first pixel, in order of start. */
export function placeSpans<T extends Span>(
  spans: readonly T[],
  scale: TimeScale,
): { placed: Placed<T>[]; lanes: number } {
  const perMillisecond = scale.width / Math.max(1, scale.end - scale.start);
  const laneEnds: number[] = [];
  const placed = [...spans]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map((span) => {
      const width = Math.max(leastWidth, (span.end - span.start) * perMillisecond);
      const x = Math.max(
        0,
        Math.min((span.start - scale.start) * perMillisecond, scale.width - width),
      );
      let lane = laneEnds.findIndex((end) => end <= x + tolerance);
      if (lane < 0) lane = laneEnds.length;
      laneEnds[lane] = x + width;
      return { span, lane, x, width };
    });
  return { placed, lanes: laneEnds.length };
}

/** The longest spans when there are more than can be drawn usefully, in order of start. */
export function longest<T extends Span>(spans: readonly T[], limit: number): T[] {
  if (spans.length <= limit) return [...spans];
  return [...spans]
    .sort((a, b) => b.end - b.start - (a.end - a.start))
    .slice(0, limit)
    .sort((a, b) => a.start - b.start);
}
