import { unitPreference } from "./preferences.svelte";

/**
 * Quantities as people read them. Every function answers "" for undefined, so that a missing
 * value leaves a blank cell.
 */

const byteUnits = {
  binary: { step: 1024, names: ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] },
  decimal: { step: 1000, names: ["B", "kB", "MB", "GB", "TB", "PB", "EB"] },
};
const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** One decimal where it tells something: 1.2, 99.9, 100, 2. */
function short(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "");
}

/** 1536 -> "1.5 KiB", or "1.5 kB" where the reader wants decimal units */
export function bytes(value: number | undefined): string {
  if (value === undefined) return "";
  const { step, names } = byteUnits[unitPreference.value];
  let unit = 0;
  let scaled = Math.abs(value);
  while (scaled >= step - 0.5 && unit < names.length - 1) {
    scaled /= step;
    unit += 1;
  }
  const sign = value < 0 ? "-" : "";
  return `${sign}${unit === 0 ? String(scaled) : short(scaled)} ${names[unit]}`;
}

/** 1536 -> "1,536 bytes" */
export function exactBytes(value: number | undefined): string {
  return value === undefined ? "" : `${grouped.format(value)} ${value === 1 ? "byte" : "bytes"}`;
}

/** 12345 -> "12,345" */
export function count(value: number | undefined): string {
  return value === undefined ? "" : grouped.format(value);
}

/** 1, "task" -> "1 task"; 2, "task" -> "2 tasks" */
export function plural(value: number, singular: string, many = `${singular}s`): string {
  return `${grouped.format(value)} ${value === 1 ? singular : many}`;
}

/**
 * 92 -> "92 ms", 8300 -> "8.3 s", 200000 -> "3 m 20 s", 5400000 -> "1 h 30 m", 93600000 -> "1 d
 * 2 h"
 */
export function duration(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "";
  const value = Math.max(0, milliseconds);
  if (value < 999.5) return `${Math.round(value)} ms`;
  if (value < 59_950) return `${(value / 1000).toFixed(1).replace(/\.0$/, "")} s`;
  const seconds = Math.round(value / 1000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), "m", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), "h", minutes % 60, "m");
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** 200123 -> "200,123 ms" */
export function exactDuration(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "" : `${grouped.format(milliseconds)} ms`;
}

const hour = 3_600_000;

/** 5400000 -> "1.5 core-h"; 30 seconds of one core are "0.01 core-h". */
export function coreHours(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "";
  const hours = milliseconds / hour;
  if (hours === 0) return "0 core-h";
  if (hours < 0.005) return "< 0.01 core-h";
  const text =
    hours < 0.995 ? hours.toFixed(2) : hours < 99.95 ? short(hours) : grouped.format(hours);
  return `${text} core-h`;
}

/** 0.4321 -> "43 %"; never "100 %" before it is, never "0 %" once begun. */
export function percent(fraction: number | undefined): string {
  if (fraction === undefined || Number.isNaN(fraction)) return "";
  if (fraction > 0 && fraction < 0.01) return "< 1 %";
  return `${fraction < 1 ? Math.min(99, Math.round(fraction * 100)) : Math.round(fraction * 100)} %`;
}

/** 12.04 -> "12x", 3.46 -> "3.5x" */
export function factor(value: number): string {
  return value >= 9.95 ? `${Math.round(value)}x` : `${value.toFixed(1).replace(/\.0$/, "")}x`;
}

/** 12.345 -> "12.3 rows/s", 12345 -> "12,345 rows/s" */
export function rate(perSecond: number | undefined): string {
  if (perSecond === undefined) return "";
  const text = perSecond >= 99.95 ? grouped.format(perSecond) : short(perSecond);
  return `${text} rows/s`;
}
