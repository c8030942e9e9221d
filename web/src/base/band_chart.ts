/** One value for each run in its order, and between which values those of earlier runs lay. */
export interface Band {
  low: number;
  high: number;
}

export interface BandPoint {
  /** Undefined where it is not known. */
  value: number | undefined;
  /** What it is of. */
  name: string;
  /** What was usual then; undefined where too little had run. */
  band?: Band | undefined;
  failed?: boolean;
}

export type Side = "below" | "within" | "above";

/** Where a value lies, as far as the band tells. */
export function sideOf(value: number, band: Band | undefined): Side {
  if (!band) return "within";
  if (value > band.high) return "above";
  return value < band.low ? "below" : "within";
}

export const sideWords: Readonly<Record<Side, string>> = {
  below: "below what is usual",
  within: "as usual",
  above: "above what is usual",
};

/** The top of the axis: everything fits, and nothing of nothing has a height. */
export function topOf(points: readonly BandPoint[]): number {
  const values = points.flatMap(({ value, band }) => [value ?? 0, band?.high ?? 0]);
  const most = values.reduce((top, value) => Math.max(top, value), 0);
  return most > 0 ? most * 1.08 : 1;
}

export interface PlacedPoint {
  index: number;
  x: number;
  y: number;
  side: Side;
  failed: boolean;
}

/** Where points stand in a plot of this size; those that are not known are left out. */
export function placePoints(
  points: readonly BandPoint[],
  width: number,
  height: number,
): PlacedPoint[] {
  const top = topOf(points);
  const step = width / Math.max(1, points.length);
  return points.flatMap(({ value, band, failed }, index) =>
    value === undefined
      ? []
      : [
          {
            index,
            x: (index + 0.5) * step,
            y: height - (value / top) * height,
            side: sideOf(value, band),
            failed: failed ?? false,
          },
        ],
  );
}

/** The outline of what was usual, step by step; where nothing is known there is a hole. */
export function bandPath(points: readonly BandPoint[], width: number, height: number): string {
  const top = topOf(points);
  const step = width / Math.max(1, points.length);
  const y = (value: number) => (height - (value / top) * height).toFixed(1);
  const outlines: string[] = [];
  for (let first = 0; first < points.length; first += 1) {
    if (!points[first]?.band) continue;
    let end = first;
    while (points[end]?.band) end += 1;
    const places = points.slice(first, end).map(({ band }, index) => {
      const [left, right] = [first + index, first + index + 1].map((at) => (at * step).toFixed(1));
      const [low, high] = [y(band?.low ?? 0), y(band?.high ?? 0)];
      return { upper: `${left},${high}L${right},${high}`, lower: `${right},${low}L${left},${low}` };
    });
    const [upper, lower] = [
      places.map((one) => one.upper),
      places.map((one) => one.lower).toReversed(),
    ];
    outlines.push(`M${[...upper, ...lower].join("L")}Z`);
    first = end;
  }
  return outlines.join("");
}
