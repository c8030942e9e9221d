import {
  barAt,
  endOf,
  laneAt,
  type LaneHit,
  type LanePicture,
  runsOf,
  type Span,
} from "../base/lanes";

/** How much room is above a lane for what stands out in it. */
export const markHeight = 6;

/** Draws lanes on a canvas; sizes are CSS pixels. */
export interface LaneFrame {
  width: number;
  /** Where the lanes begin, right of their names. */
  left: number;
  tops: readonly number[];
  heights: readonly number[];
  view: Span;
}

export interface LaneColours {
  kinds: readonly string[];
  bad: string;
  lane: string;
}

export function xOf(frame: LaneFrame, time: number): number {
  const [from, to] = frame.view;
  return frame.left + ((time - from) / Math.max(1e-9, to - from)) * (frame.width - frame.left);
}

export function timeAt(frame: LaneFrame, x: number): number {
  const [from, to] = frame.view;
  return from + ((x - frame.left) / Math.max(1, frame.width - frame.left)) * (to - from);
}

export function hitAt(
  picture: LanePicture,
  frame: LaneFrame,
  { x, y }: { x: number; y: number },
): LaneHit | undefined {
  const { tops, heights, view, width, left } = frame;
  const lane = laneAt(tops, y);
  if (lane === undefined) return undefined;
  const time = timeAt(frame, Math.max(x, left));
  const pixel = (view[1] - view[0]) / Math.max(1, width - left);
  if (!picture.bars) return { lane, time, step: pixelSpan(picture), bar: undefined };
  const slots = picture.lanes[lane]?.slots ?? 1;
  const within = (y - (tops[lane] ?? 0)) / (heights[lane] ?? 1);
  const slot = Math.min(slots - 1, Math.max(0, Math.floor(within * slots)));
  return { lane, time, step: pixel, bar: barAt(picture.bars, { lane, slot, time }, 3 * pixel) };
}

function pixelSpan({ from, to, columns }: LanePicture): number {
  return (to - from) / columns;
}

/** Arrow keys lead from bar to bar or from pixel to pixel, up and down between lanes. */
export function walk(
  picture: LanePicture,
  view: Span,
  hit: LaneHit | undefined,
  key: string,
): LaneHit {
  const down = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const right = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  const lane = Math.min(picture.lanes.length - 1, Math.max(0, (hit?.lane ?? 0) + down));
  const now = hit?.time ?? view[0];
  if (!picture.bars) {
    const step = pixelSpan(picture);
    const time = Math.min(view[1], Math.max(view[0], now + right * step));
    return { lane, time, step, bar: undefined };
  }
  const inLane = picture.bars.flatMap((bar, index) => (bar.lane === lane ? [index] : []));
  const at = hit?.bar === undefined ? -1 : inLane.indexOf(hit.bar);
  const to = at < 0 ? 0 : Math.min(inLane.length - 1, Math.max(0, at + right));
  const bar = inLane[to];
  const time = (bar === undefined ? undefined : picture.bars[bar]?.start) ?? now;
  return { lane, time, step: (view[1] - view[0]) / 100, bar };
}

export function drawLanes(
  context: CanvasRenderingContext2D,
  picture: LanePicture,
  frame: LaneFrame,
  colours: LaneColours,
): void {
  const { left, width, tops, heights } = frame;
  context.fillStyle = colours.lane;
  heights.forEach((height, lane) => context.fillRect(left, tops[lane] ?? 0, width - left, height));
  context.save();
  context.beginPath();
  context.rect(left, 0, width - left, tops.at(-1) ?? 0);
  context.clip();
  if (picture.bars) drawBars(context, picture, frame, colours);
  else drawPixels(context, picture, frame, colours);
  context.restore();
}

function drawPixels(
  context: CanvasRenderingContext2D,
  { from, to, columns, rows, lanes }: LanePicture,
  frame: LaneFrame,
  { kinds, bad }: LaneColours,
): void {
  const start = xOf(frame, from);
  const each = (xOf(frame, to) - start) / columns;
  lanes.forEach(({ pixels, marks = [] }, lane) => {
    const [top = 0, height = 0] = [frame.tops[lane], frame.heights[lane]];
    for (const { kind, column, length, row } of runsOf(pixels ?? "", columns)) {
      context.fillStyle = kinds[kind] ?? "";
      const y = top + height - ((row + 1) * height) / rows;
      context.fillRect(start + column * each, y, length * each + 0.3, height / rows + 0.3);
    }
    context.fillStyle = bad;
    for (const column of marks) {
      const x = start + (column + 0.5) * each;
      context.fillRect(x - 0.75, top, 1.5, height);
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x - markHeight / 2, top - markHeight);
      context.lineTo(x + markHeight / 2, top - markHeight);
      context.fill();
    }
  });
}

function drawBars(
  context: CanvasRenderingContext2D,
  { bars = [], lanes }: LanePicture,
  frame: LaneFrame,
  { kinds, bad }: LaneColours,
): void {
  for (const bar of bars) {
    const [top = 0, height = 0] = [frame.tops[bar.lane], frame.heights[bar.lane]];
    const each = height / (lanes[bar.lane]?.slots ?? 1);
    const gap = each > 4 ? 1 : 0;
    const y = top + bar.slot * each;
    let time = bar.start;
    let x = xOf(frame, time);
    const first = x;
    bar.parts.forEach((part, kind) => {
      if (part === 0) return;
      time += part;
      const end = xOf(frame, time);
      context.fillStyle = kinds[kind] ?? "";
      context.fillRect(x, y, Math.max(0.6, end - x), each - gap);
      x = end;
    });
    const end = Math.max(first + 2, xOf(frame, endOf(bar)));
    if (end - first > 5) {
      // Where one ends and the next begins at once.
      context.clearRect(end - 0.7, y, 0.7, each - gap);
    }
    if (!bar.bad) continue;
    context.fillStyle = bad;
    context.fillRect(first, y, end - first, Math.min(2, each / 2));
    context.fillRect(end - 2, y, 2, each - gap);
  }
}
