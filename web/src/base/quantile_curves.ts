/** Distributions by their quantiles: how much the first so many of all had at most. */

/** The top of an axis that all of them fit below. */
export function topOfCurves(...curves: readonly (readonly number[] | undefined)[]): number {
  const most = Math.max(0, ...curves.map((values) => values?.at(-1) ?? 0));
  return most > 0 ? most * 1.05 : 1;
}

/** A line through the quantiles at these shares, in a plot of this size. */
export function curvePoints(
  shares: readonly number[],
  values: readonly number[],
  { width, height, top }: { width: number; height: number; top: number },
): string {
  return shares
    .slice(0, values.length)
    .map((share, index) => {
      const y = height - (Math.max(0, values[index] ?? 0) / top) * height;
      return `${(share * width).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

/** Which of some rising shares is nearest. */
export function nearestShare(shares: readonly number[], wanted: number): number {
  const distance = (index: number) => Math.abs((shares[index] ?? 0) - wanted);
  return shares.reduce((best, _, index) => (distance(index) < distance(best) ? index : best), 0);
}

/** 0.95 -> "95 % of the tasks at most", the ends by their names. */
export function shareWords(share: number): string {
  if (share <= 0) return "The least";
  if (share >= 1) return "The most";
  return share === 0.5 ? "The median" : `${Number((100 * share).toPrecision(4))} % at most`;
}
