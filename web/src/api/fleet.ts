import type { FindingCounts } from "../base/findings";
import type { Query } from "../base/route";
import { Resource } from "./resource.svelte";

export const groupings = ["user", "queue", "job", "day", "rule"] as const;
export type Grouping = (typeof groupings)[number];

/** By what runs can be narrowed down. */
export const fleetFilters = ["user", "queue", "job", "rule"] as const;
export type FleetFilter = (typeof fleetFilters)[number];

/** Of some runs together. */
export interface FleetSums {
  runs: number;
  /** Also those that were lost. */
  failed: number;
  /** Of these only their number is known. */
  unread: number;
  coreHours: number;
  memoryGiBHours: number;
  cost: number;
  /** Held without a task. */
  wasteCoreHours: number;
  wasteCost: number;
  /** What findings would save at least. */
  recoverableCoreHours: number;
  recoverableCost: number;
  findings: FindingCounts;
}

/** Runs that started then, epoch milliseconds, both included. */
export interface FleetDay extends FleetSums {
  from: number;
  to: number;
}

/** Of one user, queue, job or rule, or of a day. */
export type FleetGroup = (FleetSums & { value: string }) | FleetDay;

export interface Prices {
  coreHour: number;
  memoryGiBHour: number;
  currency: string;
}

export interface Fleet {
  prices: Prices;
  total: FleetSums;
  groupBy: Grouping;
  /** Absent for days. */
  groupCount?: number;
  groups: FleetGroup[];
  /** All groups that are not told. */
  others?: FleetSums;
  days: FleetDay[];
  /** Of the rules that groups and conditions name, by id. */
  titles: Readonly<Record<string, string>>;
}

/** What of the fleet the address asks for; times are of starts, both included. */
export interface FleetView {
  groupBy: Grouping;
  from?: number;
  to?: number;
  filters: Partial<Record<FleetFilter, string>>;
  /** Those that are not the server's own. */
  prices: Partial<Record<keyof Prices, string>>;
}

export const groupsShown = 1000;

export function fleetView(query: Query): FleetView {
  const time = (key: "from" | "to") => {
    const value = Number(query[key] || NaN);
    return Number.isSafeInteger(value) ? { [key]: value } : {};
  };
  const given = (keys: readonly string[], usable: (key: string, value: string) => boolean) =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = query[key] ?? "";
        return value !== "" && usable(key, value) ? [[key, value]] : [];
      }),
    );
  return {
    groupBy: groupings.find((known) => known === query["by"]) ?? "user",
    ...time("from"),
    ...time("to"),
    filters: given(fleetFilters, () => true),
    prices: given(["coreHour", "memoryGiBHour", "currency"], (key, value) => {
      return key === "currency" || isPrice(value);
    }),
  };
}

export function isPrice(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

export function fleetPath({ groupBy, from, to, filters, prices }: FleetView): string {
  const parameters = new URLSearchParams({ groupBy, limit: String(groupsShown) });
  if (from !== undefined) parameters.set("from", String(from));
  if (to !== undefined) parameters.set("to", String(to));
  for (const [key, value] of Object.entries({ ...filters, ...prices })) parameters.set(key, value);
  return `api/dashboard/fleet?${parameters}`;
}

export function fleetResource(view: () => FleetView): Resource<Fleet> {
  return new Resource(() => fleetPath(view()));
}
