import type { Executor } from "../../api/executors";
import type { CoresUsage, TimeRange } from "../../api/usage";
import { count, plural } from "../../base/format";
import type { ChartSpec } from "../../base/series";
import { parseSparkDate, timeOfDay } from "../../base/time";

/** The span of time that the address names; undefined: all. */
export function parseRange(from: string | undefined, to: string | undefined): TimeRange | undefined {
  if (!from || !to) return undefined;
  const [first, last] = [Number(from), Number(to)];
  return Number.isFinite(first) && Number.isFinite(last) && first < last
    ? [first, last]
    : undefined;
}

const cores = (value: number) =>
  `${value < 10 ? Math.round(value * 10) / 10 : count(value)} cores`;

/** Steps from the beginning of each bin; the last value is told twice, so that its bin has an end. */
export function coresChart(usage: CoresUsage): {
  chart: ChartSpec;
  times: number[];
  names: string[];
} {
  const { from, to, binWidth, allocated, busy } = usage;
  const idle = allocated.map((all, bin) => all - (busy[bin] ?? 0));
  const closed = (values: readonly number[]) => [...values, values.at(-1) ?? 0];
  const times = [...allocated.map((_, bin) => from + bin * binWidth), to];
  return {
    chart: {
      key: "cores",
      title: "Cores",
      hint: "Cores of the executors that were there: busy with tasks, and idle.",
      kind: "area",
      series: [
        { label: "Busy", values: closed(busy), shade: 1 },
        { label: "Idle", values: closed(idle), shade: 9 },
      ],
      unit: "plain",
      format: cores,
    },
    times,
    names: times.map((time) => `${timeOfDay(time)} on`),
  };
}

/** Of all cores that were there, how much tasks used. */
export function usedShare({ allocated, busy }: CoresUsage): number | undefined {
  const all = allocated.reduce((sum, value) => sum + value, 0);
  const used = busy.reduce((sum, value) => sum + value, 0);
  return all > 0 ? used / all : undefined;
}

/** An executor that came or went. */
export interface ExecutorChange {
  time: number;
  kind: "added" | "removed";
  executor: Executor;
}

export function changesOf(executors: readonly Executor[]): ExecutorChange[] {
  return executors.flatMap((executor) => {
    const added = parseSparkDate(executor.addTime);
    const removed = parseSparkDate(executor.removeTime);
    const changes: ExecutorChange[] = [];
    if (added !== undefined) changes.push({ time: added, kind: "added", executor });
    if (removed !== undefined) changes.push({ time: removed, kind: "removed", executor });
    return changes;
  });
}

/** The changes of each bin that has any; the driver's are no news. */
export function changesByBin(
  executors: readonly Executor[],
  { from, to, bins, binWidth }: CoresUsage,
): ReadonlyMap<number, ExecutorChange[]> {
  const byBin = new Map<number, ExecutorChange[]>();
  for (const change of changesOf(executors)) {
    if (change.executor.id === "driver" || change.time < from || change.time >= to) continue;
    const bin = Math.min(bins - 1, Math.floor((change.time - from) / binWidth));
    byBin.set(bin, [...(byBin.get(bin) ?? []), change]);
  }
  return byBin;
}

const namedChanges = 3;

/** What came and went in a bin, and why, as one sentence; "" for nothing. */
export function describeChanges(
  usage: CoresUsage,
  changes: ReadonlyMap<number, readonly ExecutorChange[]>,
  bin: number,
): string {
  const there = usage.executors[Math.min(bin, usage.bins - 1)];
  const all = changes.get(bin) ?? [];
  const told = [];
  if (there !== undefined) told.push(`${plural(Math.round(there), "executor")} there`);
  for (const kind of ["added", "removed"] as const) {
    const own = all.filter((change) => change.kind === kind);
    if (own.length === 0) continue;
    const names = own.slice(0, namedChanges).map(({ executor }) => executor.id);
    const more = own.length > namedChanges ? ` and ${count(own.length - namedChanges)} more` : "";
    told.push(`${kind} ${names.join(", ")}${more}`);
  }
  const reasons = new Set(
    all.flatMap(({ kind, executor }) =>
      kind === "removed" && executor.removeReason ? [executor.removeReason] : [],
    ),
  );
  return [told.join("; "), ...[...reasons].slice(0, 2)].filter(Boolean).join(". ");
}
