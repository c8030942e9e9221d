/** Five quantiles as a box with whiskers, on the axis of several of them. */
export interface Box {
  least: number;
  low: number;
  median: number;
  high: number;
  most: number;
}

/** Of least, quarter, median, three quarters and most; undefined where they are not five. */
export function boxOf(
  quantiles: readonly number[] | undefined,
  most: number,
  width: number,
): Box | undefined {
  if (quantiles?.length !== 5) return undefined;
  const place = (index: number) =>
    (Math.max(0, quantiles[index] ?? 0) / Math.max(1, most)) * width;
  return { least: place(0), low: place(1), median: place(2), high: place(3), most: place(4) };
}
