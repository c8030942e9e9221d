import type { Box } from "../../base/graph_layout";

/** What part of a drawing is seen: a point of it lands at `x + scale * point` of the window. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

const least = 0.04;
const most = 3;
/** Below this a whole plan in the window cannot be read. */
const readable = 0.72;
const comfortable = 0.9;

const clamp = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value));

/** All of it, as large as fits, but never larger than life. */
export function fit(drawing: Size, window: Size): View {
  const scale = clamp(
    Math.min(window.width / drawing.width, window.height / drawing.height),
    least,
    1,
  );
  return {
    x: (window.width - drawing.width * scale) / 2,
    y: (window.height - drawing.height * scale) / 2,
    scale,
  };
}

/** All of it where that can be read, or else what one wants to see first. */
export function firstView(drawing: Size, window: Size, first: Box | undefined): View {
  const whole = fit(drawing, window);
  if (whole.scale >= readable || !first) return whole;
  const { x, y, scale } = centred({ ...whole, scale: comfortable }, first, window);
  return {
    x: filling(x, drawing.width * scale, window.width),
    y: filling(y, drawing.height * scale, window.height),
    scale,
  };
}

/** As near to `start` as leaves no room at one side while something is out of sight at the other. */
function filling(start: number, drawn: number, room: number): number {
  return drawn <= room ? (room - drawn) / 2 : clamp(start, room - drawn, 0);
}

export function centred(view: View, box: Box, window: Size): View {
  return {
    ...view,
    x: window.width / 2 - (box.x + box.width / 2) * view.scale,
    y: window.height / 2 - (box.y + box.height / 2) * view.scale,
  };
}

/** Larger or smaller, with the given point of the window staying where it is. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = clamp(view.scale * factor, least, most);
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

export function moved(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/**
 * A view for the address: the point of the drawing in the middle of the window, and the scale. So
 * a window of another size shows the same.
 */
export function formatView(view: View, window: Size): string {
  const x = (window.width / 2 - view.x) / view.scale;
  const y = (window.height / 2 - view.y) / view.scale;
  return `${Math.round(x)},${Math.round(y)},${Number(view.scale.toFixed(3))}`;
}

/** Undefined for what is no view. */
export function parseView(text: string | undefined, window: Size): View | undefined {
  const parts = (text ?? "").split(",").map((part) => (part === "" ? NaN : Number(part)));
  const [x = NaN, y = NaN, wanted = NaN] = parts;
  if (parts.length !== 3 || !parts.every(Number.isFinite) || wanted <= 0) return undefined;
  const scale = clamp(wanted, least, most);
  return { x: window.width / 2 - x * scale, y: window.height / 2 - y * scale, scale };
}

/** Some of the box is in the window. */
export function isSeen({ x, y, width, height }: Box, view: View, window: Size): boolean {
  const left = view.x + x * view.scale;
  const top = view.y + y * view.scale;
  return (
    left < window.width &&
    top < window.height &&
    left + width * view.scale > 0 &&
    top + height * view.scale > 0
  );
}

/** All of it is in the window. */
export function isWhole(box: Box, view: View, window: Size): boolean {
  const left = view.x + box.x * view.scale;
  const top = view.y + box.y * view.scale;
  return (
    left >= 0 &&
    top >= 0 &&
    left + box.width * view.scale <= window.width &&
    top + box.height * view.scale <= window.height
  );
}
