/** Minimum, quartiles and maximum, as Spark's page has them. */
export const usualQuantiles: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** More columns than this nobody reads side by side. */
const most = 12;

export type ReadQuantiles = { quantiles: readonly number[] } | { problem: string };

/** The quantiles that a text names, rising: "0.01, 0.5" or "1 %, 50 %". None: the usual ones. */
export function readQuantiles(text: string): ReadQuantiles {
  const words = text
    .replace(/\s+%/g, "%")
    .split(/[\s,;]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return { quantiles: usualQuantiles };
  const quantiles: number[] = [];
  for (const word of words) {
    const [, digits = "", sign] = /^(\d+\.?\d*|\.\d+)(%?)$/.exec(word) ?? [];
    const quantile = Number(digits) / (sign ? 100 : 1);
    if (digits === "" || quantile > 1) {
      return {
        problem: `“${word}” is no quantile: give numbers from 0 to 1, as in 0.01, 0.5, 0.99.`,
      };
    }
    quantiles.push(quantile);
  }
  const different = [...new Set(quantiles)].toSorted((a, b) => a - b);
  if (different.length > most) {
    return { problem: `${different.length} quantiles are too many: give at most ${most}.` };
  }
  return { quantiles: different };
}

/** For the address: nothing for the usual ones. */
export function formatQuantiles(quantiles: readonly number[]): string {
  const text = quantiles.join();
  return text === usualQuantiles.join() ? "" : text;
}

/** As the heading of a column. */
export function quantileLabel(quantile: number): string {
  const names: Record<number, string> = { 0: "Min", 0.5: "Median", 1: "Max" };
  return names[quantile] ?? `${Number((100 * quantile).toPrecision(8))} %`;
}
