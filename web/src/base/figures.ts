import { bytes, count, duration, exactBytes, exactDuration } from "./format";

/** One number worth a place at the top of a page. */
export interface Figure {
  label: string;
  value: string;
  title?: string | undefined;
  note?: string | undefined;
  tone?: "bad" | undefined;
  /** What is behind the number. */
  href?: string | undefined;
}

export function bytesFigure(label: string, value: number, note?: string): Figure {
  return { label, value: value === 0 ? "–" : bytes(value), title: exactBytes(value), note };
}

export function durationFigure(label: string, value: number | undefined, note?: string): Figure {
  return {
    label,
    value: value === undefined ? "–" : duration(value),
    title: exactDuration(value),
    note,
  };
}

export function countFigure(label: string, value: number, note?: string): Figure {
  return { label, value: count(value), note };
}

/** Red as soon as it is not zero. */
export function failureFigure(label: string, value: number, note?: string): Figure {
  return { label, value: count(value), note, tone: value > 0 ? "bad" : undefined };
}
