import { bytes, coreHours, count, duration, factor, percent, plural } from "./format";

/** How numbers and savings of findings are said. */
export type NumberUnit = "count" | "ms" | "bytes" | "share" | "times" | "bytes_per_second";

export function numberText(value: number, unit: NumberUnit): string {
  switch (unit) {
    case "ms":
      return duration(value);
    case "bytes":
      return bytes(Math.round(value));
    case "bytes_per_second":
      return `${bytes(Math.round(value))}/s`;
    case "share":
      return percent(value);
    case "times":
      return factor(value);
    case "count":
      return Number.isInteger(value) ? count(value) : value.toFixed(value < 10 ? 1 : 0);
  }
}

/** A tenth of a percent says nothing, and neither does a second of one core. */
const leastTime = 100;
const leastCoreTime = 18_000;

export interface Savings {
  time?: string;
  cores?: string;
}

/** What mending would save, as far as it can be told; `whole`: of which wall time. */
export function savings(ms: number, coreMs: number, whole: number): Savings {
  return {
    ...(ms >= leastTime && {
      time: `${duration(ms)}${whole > 0 ? ` (${percent(Math.min(1, ms / whole))})` : ""}`,
    }),
    ...(coreMs >= leastCoreTime && { cores: coreHours(coreMs) }),
  };
}

export function savingsText({ time, cores }: Savings): string {
  return [time, cores].filter((one) => one !== undefined).join(" and ");
}

/** The worst of some severities, which order is from the least. */
export const severities = ["note", "warning", "critical"] as const;
export type Severity = (typeof severities)[number];

export function worstOf(all: readonly Severity[]): Severity | undefined {
  return severities.findLast((one) => all.includes(one));
}

export type FindingCounts = Readonly<Partial<Record<Severity, number>>>;

/** "2 critical, 1 warning"; "" for none. */
export function findingCountText(counts: FindingCounts | undefined): string {
  const told = severities.toReversed().flatMap((severity) => {
    const amount = counts?.[severity] ?? 0;
    if (amount === 0) return [];
    return [severity === "critical" ? `${count(amount)} critical` : plural(amount, severity)];
  });
  return told.join(", ");
}

export function worstCounted(counts: FindingCounts | undefined): Severity | undefined {
  return severities.findLast((severity) => (counts?.[severity] ?? 0) > 0);
}
