/** Bars over time of which a part can be chosen. Knows no drawing. */
export interface TimeBins {
  from: number;
  /** Of each bin, milliseconds. */
  width: number;
  counts: readonly number[];
}

export interface TimeRange {
  from?: number;
  to?: number;
}

export function endOf({ from, width, counts }: TimeBins): number {
  return from + width * counts.length;
}

/** The time at a place of the drawing, 0..1 of its width. */
export function timeAt(bins: TimeBins, share: number): number {
  return Math.round(bins.from + Math.min(1, Math.max(0, share)) * (endOf(bins) - bins.from));
}

/** Where a time stands, 0..1. */
export function shareOf(bins: TimeBins, time: number): number {
  return Math.min(1, Math.max(0, (time - bins.from) / Math.max(1, endOf(bins) - bins.from)));
}

/** The part between two places, in whole bins. */
export function rangeBetween(bins: TimeBins, a: number, b: number): { from: number; to: number } {
  const binAt = (share: number) =>
    Math.min(bins.counts.length - 1, Math.floor(Math.max(0, share) * bins.counts.length));
  const [first, last] = [binAt(Math.min(a, b)), binAt(Math.max(a, b))];
  return { from: bins.from + first * bins.width, to: bins.from + (last + 1) * bins.width - 1 };
}

/** How many stand in the chosen part. */
export function countWithin(bins: TimeBins, { from, to }: TimeRange): number {
  return bins.counts.reduce((sum, count, index) => {
    const start = bins.from + index * bins.width;
    const inside = start + bins.width > (from ?? -Infinity) && start <= (to ?? Infinity);
    return inside ? sum + count : sum;
  }, 0);
}
