import { type Axis, bins, type Field, type Grid, type Region, shade, share } from "../base/grid";

/** Draws a grid of counts on a canvas; sizes are CSS pixels. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface HeatColours {
  low: string;
  high: string;
  failed: string;
  line: string;
  brush: string;
}

/** Where the bins of an axis begin and end. */
export function places(axis: Axis, from: number, to: number): number[] {
  return axis.edges.map((edge) => from + share(axis, edge) * (to - from));
}

export function xPlaces(grid: Grid, frame: Frame): number[] {
  return places(grid.x, frame.left, frame.width - frame.right);
}

/** Small values stand at the bottom. */
export function yPlaces(grid: Grid, frame: Frame): number[] {
  return places(grid.y, frame.height - frame.bottom, frame.top);
}

export function shareAt(pixel: number, from: number, to: number): number {
  return to === from ? 0 : Math.min(1, Math.max(0, (pixel - from) / (to - from)));
}

type Colour = readonly [number, number, number];

/** Of a computed colour: three numbers up to 255, or up to 1 in a colour space. */
export function parseColour(text: string): Colour {
  const numbers = (text.match(/[\d.]+/g) ?? []).map(Number);
  const scale = text.startsWith("color") ? 255 : 1;
  const [red = 0, green = 0, blue = 0] = numbers.map((value) => value * scale);
  return [red, green, blue];
}

/** As many colours from one to the other as there are steps, both included. */
export function ramp(low: string, high: string, steps: number): string[] {
  const [from, to] = [parseColour(low), parseColour(high)];
  return Array.from({ length: steps }, (_, index) => {
    const at = steps > 1 ? index / (steps - 1) : 1;
    const parts = from.map((value, part) => Math.round(value + ((to[part] ?? 0) - value) * at));
    return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  });
}

const steps = 32;

export function drawHeatmap(
  context: CanvasRenderingContext2D,
  grid: Grid,
  frame: Frame,
  colours: HeatColours,
): void {
  const [xs, ys] = [xPlaces(grid, frame), yPlaces(grid, frame)];
  const most = grid.counts.reduce((a, b) => Math.max(a, b), 0);
  const palette = ramp(colours.low, colours.high, steps);
  const rows = bins(grid.y);
  const box = (cell: number) => {
    const [column, row] = [Math.floor(cell / rows), cell % rows];
    const [left = 0, right = 0] = [xs[column], xs[column + 1]];
    const [bottom = 0, top = 0] = [ys[row], ys[row + 1]];
    return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
  };
  grid.counts.forEach((count, cell) => {
    if (count === 0) return;
    const { left, top, width, height } = box(cell);
    context.fillStyle = palette[Math.round(shade(count, most) * (steps - 1))] ?? colours.high;
    context.fillRect(left, top, width + 0.4, height + 0.4);
  });
  context.fillStyle = colours.failed;
  for (const cell of grid.failedCells) {
    const { left, top, width, height } = box(cell);
    const size = Math.max(3, Math.min(6, width, height));
    context.beginPath();
    context.moveTo(left + width / 2, top + height / 2 - size / 2);
    context.lineTo(left + width / 2 + size / 2, top + height / 2 + size / 2);
    context.lineTo(left + width / 2 - size / 2, top + height / 2 + size / 2);
    context.fill();
  }
}

/** The rectangle of a region, in pixels, within the frame. */
export function regionBox(grid: Grid, region: Region, frame: Frame) {
  const clamp = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value));
  const x = (value: number) =>
    clamp(
      frame.left + share(grid.x, value) * (frame.width - frame.right - frame.left),
      frame.left,
      frame.width - frame.right,
    );
  const y = (value: number) =>
    clamp(
      frame.height - frame.bottom - share(grid.y, value) * (frame.height - frame.bottom - frame.top),
      frame.top,
      frame.height - frame.bottom,
    );
  const [left, right] = [x(region.x[0]), x(region.x[1] + 1)];
  const [bottom, top] = [y(region.y[0]), y(region.y[1] + 1)];
  return { left, top, width: Math.max(2, right - left), height: Math.max(2, bottom - top) };
}

/** The field that the arrow keys lead to; undefined: the key means nothing here. */
export function step(key: string, { column, row }: Field, grid: Grid): Field | undefined {
  const [columns, rows] = [bins(grid.x), bins(grid.y)];
  const to = (c: number, r: number): Field => ({
    column: Math.min(columns - 1, Math.max(0, c)),
    row: Math.min(rows - 1, Math.max(0, r)),
  });
  switch (key) {
    case "ArrowLeft":
      return to(column - 1, row);
    case "ArrowRight":
      return to(column + 1, row);
    case "ArrowUp":
      return to(column, row + 1);
    case "ArrowDown":
      return to(column, row - 1);
    case "Home":
      return to(0, row);
    case "End":
      return to(columns - 1, row);
    default:
      return undefined;
  }
}
