import { listedDescription } from "./description";
import { count, duration, plural } from "./format";
import type { Tone } from "./status";
import { dateTime } from "./time";

/** Bars in lanes as the server reduced them: arrays of one length. Times are epoch milliseconds. */
export interface LaneBlocks {
  lanes: number;
  /** How many things the bars stand for. */
  spans: number;
  lane: readonly number[];
  start: readonly number[];
  end: readonly number[];
  /** How many things each stands for; of more than one, all but the times are of the first. */
  count: readonly number[];
  failed: readonly number[];
  running: readonly number[];
  id: readonly number[];
  attempt: readonly number[];
  status: readonly string[];
  name: readonly string[];
  /** How each looks, where its state does not say it. */
  tones?: readonly Tone[];
}

export interface TimeView {
  from: number;
  to: number;
}

/** A short bar must stay visible and big enough to be pressed. */
export const leastWidth = 2.5;

export function placeOf(time: number, { from, to }: TimeView, width: number): number {
  return ((time - from) / Math.max(1, to - from)) * width;
}

export function timeOf(x: number, { from, to }: TimeView, width: number): number {
  return from + (Math.min(width, Math.max(0, x)) / Math.max(1, width)) * (to - from);
}

export function toneOf(blocks: LaneBlocks, index: number): Tone {
  const given = blocks.tones?.[index];
  if (given) return given;
  if ((blocks.failed[index] ?? 0) > 0) return "bad";
  if ((blocks.running[index] ?? 0) > 0) return "busy";
  return blocks.status[index] === "SKIPPED" ? "idle" : "good";
}

/** The bar of a lane at a place, the last one that was drawn there; undefined: none. */
export function blockAt(
  blocks: LaneBlocks,
  lane: number,
  x: number,
  view: TimeView,
  width: number,
): number | undefined {
  for (let index = blocks.lane.length - 1; index >= 0; index -= 1) {
    if (blocks.lane[index] !== lane) continue;
    const left = placeOf(blocks.start[index] ?? 0, view, width);
    const right = placeOf(blocks.end[index] ?? 0, view, width);
    if (x >= left - 1 && x <= Math.max(right, left + leastWidth) + 1) return index;
  }
  return undefined;
}

/** What a bar says, as text. */
export function describeBlock(blocks: LaneBlocks, index: number, noun: string): string {
  const [start, end] = [blocks.start[index] ?? 0, blocks.end[index] ?? 0];
  const when = `${duration(end - start)} from ${dateTime(start)}`;
  const many = blocks.count[index] ?? 1;
  if (many > 1) {
    const failed = blocks.failed[index] ?? 0;
    const bad = failed > 0 ? `, ${count(failed)} failed` : "";
    return `${plural(many, noun, nouns(noun))}${bad}, ${when}. Zoom in to tell them apart.`;
  }
  const attempt = blocks.attempt[index] ?? 0;
  const told = listedDescription(blocks.name[index]);
  const name = told && `: ${told}`;
  const label = `${noun} ${blocks.id[index]}${attempt > 0 ? ` attempt ${attempt}` : ""}${name}`;
  const state = blocks.status[index]?.toLowerCase() ?? "";
  return `${label[0]?.toUpperCase()}${label.slice(1)}. ${state}, ${when}`;
}

export function nouns(noun: string): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** Steps over time as the outline of an area, in pixels; `most` is the top. */
export function areaPath(values: readonly number[], most: number, width: number, height: number) {
  if (values.length === 0) return "";
  const step = width / values.length;
  const y = (value: number) => (height - (value / Math.max(1e-9, most)) * height).toFixed(1);
  const top = values.map((value, index) => {
    return `${(index * step).toFixed(1)},${y(value)}L${((index + 1) * step).toFixed(1)},${y(value)}`;
  });
  return `M0,${height}L${top.join("L")}L${width},${height}Z`;
}
