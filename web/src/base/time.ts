import { zonePreference } from "./preferences.svelte";

/**
 * Instants are epoch milliseconds everywhere; only these functions know text and time zones. Without
 * a zone it is the reader's: that of the browser, or UTC.
 */

/**
 * Spark's REST dates, "2026-11-21T08:25:47.123GMT"; its "unset" (epoch -1) and unreadable text
 * become undefined.
 */
export function parseSparkDate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = Date.parse(text.replace(/GMT$/, "Z"));
  return Number.isNaN(instant) || instant < 0 ? undefined : instant;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(given: string | undefined): Intl.DateTimeFormat {
  const zone = given ?? (zonePreference.value === "utc" ? "UTC" : undefined);
  const key = zone ?? "";
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
    timeZone: zone,
  });
  formatters.set(key, made);
  return made;
}

function parts(instant: number, zone?: string): Record<string, string> {
  const named = formatter(zone).formatToParts(instant);
  return Object.fromEntries(named.map(({ type, value }) => [type, value]));
}

/** "2026-11-21 09:25:47" in the reader's zone. */
export function dateTime(instant: number | undefined, zone?: string): string {
  if (instant === undefined) return "";
  const p = parts(instant, zone);
  return `${p["year"]}-${p["month"]}-${p["day"]} ${p["hour"]}:${p["minute"]}:${p["second"]}`;
}

/** "09:25:47" in the reader's zone. */
export function timeOfDay(instant: number | undefined, zone?: string): string {
  return dateTime(instant, zone).slice(11);
}

/** Of the marks of an axis: to the millisecond where seconds would not tell them apart. */
export function timesOfDay(instants: readonly number[], zone?: string): string[] {
  const texts = instants.map((instant) => timeOfDay(instant, zone));
  if (new Set(texts).size === texts.length) return texts;
  return texts.map((text, at) => `${text}.${thousandths(instants[at] ?? 0)}`);
}

function thousandths(instant: number): string {
  return String(((instant % 1000) + 1000) % 1000).padStart(3, "0");
}

/** As dateTime, without the day where that of `since` stands beside it and is the same. */
export function dateTimeAfter(instant: number, since: number | undefined, zone?: string): string {
  const text = dateTime(instant, zone);
  return text.slice(0, 10) === dateTime(since, zone).slice(0, 10) ? text.slice(11) : text;
}

/** "2026-11-21 09:25:47.123 GMT+01:00" for titles, with UTC by its name. */
export function exactDateTime(instant: number | undefined, zone?: string): string {
  if (instant === undefined) return "";
  const offset = parts(instant, zone)["timeZoneName"] ?? "";
  return `${dateTime(instant, zone)}.${thousandths(instant)} ${offset.replace(/^GMT(\+00:00)?$/, "UTC")}`;
}

const steps: [number, string, number][] = [
  [60, "min", 60],
  [3600, "h", 24],
  [86400, "d", 45],
];

/** "just now", "5 min ago", "3 h ago", "12 d ago"; older (or future) instants as a date. */
export function relative(instant: number | undefined, now: number, zone?: string): string {
  if (instant === undefined) return "";
  const seconds = (now - instant) / 1000;
  if (seconds < -60) return dateTime(instant, zone);
  if (seconds < 45) return "just now";
  for (const [size, unit, limit] of steps) {
    const amount = Math.max(1, Math.round(seconds / size));
    if (amount < limit) return `${amount} ${unit} ago`;
  }
  return dateTime(instant, zone).slice(0, 10);
}

/** What a field of type datetime-local takes, in the reader's zone: "2026-11-21T09:25:47". */
export function localInput(instant: number | undefined, zone?: string): string {
  return dateTime(instant, zone).replace(" ", "T");
}

/** And what it gives. */
export function parseLocalInput(text: string): number | undefined {
  const instant = new Date(text).getTime();
  return Number.isNaN(instant) ? undefined : instant;
}
