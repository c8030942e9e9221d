import { ticks } from "./ticks";

/** Where the bars, axes and markers of a stacked histogram stand, in pixels. Knows no drawing. */
export interface Bin {
  from: number;
  to: number;
  counts: readonly number[];
}

export interface HistogramSize {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Segment {
  series: number;
  y: number;
  height: number;
}

export interface Bar {
  x: number;
  width: number;
  total: number;
  segments: Segment[];
}

export interface HistogramLayout {
  bars: Bar[];
  xTicks: { value: number; x: number }[];
  yTicks: { value: number; y: number }[];
  position: (value: number) => number;
}

/** A lone straggler among thousands must stay visible. */
const leastHeight = 3;

export function layoutHistogram(bins: readonly Bin[], size: HistogramSize): HistogramLayout {
  const from = bins[0]?.from ?? 0;
  const to = bins.at(-1)?.to ?? 1;
  const innerWidth = Math.max(1, size.width - size.left - size.right);
  const innerHeight = Math.max(1, size.height - size.top - size.bottom);
  const position = (value: number) =>
    size.left + ((value - from) / Math.max(1e-9, to - from)) * innerWidth;
  const totals = bins.map((bin) => bin.counts.reduce((sum, value) => sum + value, 0));
  const yValues = ticks(0, Math.max(1, ...totals), 4, "plain").filter(Number.isInteger);
  const top = Math.max(1, ...totals, ...yValues);
  const heightOf = (value: number) => (value / top) * innerHeight;
  const base = size.height - size.bottom;

  const bars = bins.map((bin, index): Bar => {
    const x = position(bin.from);
    const width = position(bin.to) - x;
    const gap = width > 4 ? 1 : 0;
    return {
      x: x + gap / 2,
      width: Math.max(1, width - gap),
      total: totals[index] ?? 0,
      segments: stack(bin, base, heightOf),
    };
  });
  const wanted = Math.max(2, Math.floor(innerWidth / 90));
  return {
    bars,
    xTicks: ticks(from, to, wanted, "time").map((value) => ({ value, x: position(value) })),
    yTicks: yValues.map((value) => ({ value, y: base - heightOf(value) })),
    position,
  };
}

function stack(bin: Bin, base: number, heightOf: (value: number) => number): Segment[] {
  let y = base;
  const segments: Segment[] = [];
  bin.counts.forEach((value, series) => {
    if (value === 0) return;
    const height = Math.max(leastHeight, heightOf(value));
    y -= height;
    segments.push({ series, y, height });
  });
  return segments;
}

export interface Marker {
  value: number;
  label: string;
}

export interface PlacedMarker {
  marker: Marker;
  x: number;
  row: number;
  labelX: number;
  anchor: "start" | "end";
}

/**
 * Labels of markers on the fewest rows so that none overlaps, each right of its line or, where
 * the chart ends, left of it.
 */
export function placeMarkers(
  markers: readonly Marker[],
  position: (value: number) => number,
  widthOf: (label: string) => number,
  limit: number,
): PlacedMarker[] {
  const rowEnds: number[] = [];
  return [...markers]
    .sort((a, b) => a.value - b.value)
    .map((marker) => {
      const x = position(marker.value);
      const width = widthOf(marker.label);
      const fits = x + 4 + width <= limit;
      const left = fits ? x + 4 : x - 4 - width;
      let row = rowEnds.findIndex((end) => end <= left);
      if (row < 0) row = rowEnds.length;
      rowEnds[row] = left + width + 8;
      return { marker, x, row, labelX: fits ? x + 4 : x - 4, anchor: fits ? "start" : "end" };
    });
}
