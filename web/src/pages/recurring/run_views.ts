import {
  type JobRun,
  type JobRuns,
  type Metric,
  type RecurringJob,
  type RunHead,
  watched,
} from "../../api/recurring";
import type { Band, BandPoint } from "../../base/band_chart";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import { severities } from "../../base/findings";
import { type AppKey, runKey } from "../../base/route";
import type { Sort } from "../../base/sort";
import { dateTime } from "../../base/time";
import { metricWords } from "../../tables/regression";

/** What the pages of recurring jobs make of the server's numbers. */
export function keyOfRun({ id, attemptId }: Pick<RunHead, "id" | "attemptId">): AppKey {
  return attemptId === undefined ? { appId: id } : { appId: id, attemptId };
}

/** `runs` in the order of time. One that runs has a value yet to come. */
export function pointsOf(runs: readonly JobRun[], metric: Metric): BandPoint[] {
  const { one } = metricWords[metric];
  return runs.map((run) => {
    const value = run.state === "running" ? undefined : run[metric];
    return {
      value: value === undefined ? undefined : value / one,
      name: dateTime(run.startTime),
      band: scaled(run.bands[metric], one),
      failed: run.state === "failed" || run.state === "lost",
    };
  });
}

/** What is worth a picture: how long runs took, and whatever any of them had anything of. */
export function drawnMetrics(runs: readonly JobRun[]): Metric[] {
  return watched.filter(
    (metric) => metric === "duration" || runs.some((run) => (run[metric] ?? 0) > 0),
  );
}

/** "No run had any input or spill"; "" where there is a picture of everything. */
export function undrawnText(drawn: readonly Metric[]): string {
  const others = watched.filter((metric) => !drawn.includes(metric));
  const names = others.map((metric) => metricWords[metric].label.toLowerCase());
  const last = names.at(-1);
  if (last === undefined) return "";
  const first = names.slice(0, -1).join(", ");
  return `No run had any ${first === "" ? last : `${first} or ${last}`}.`;
}

function scaled(band: Band | undefined, one: number): Band | undefined {
  return band && { low: band.low / one, high: band.high / one };
}

/** As a chart's axis shows it. */
export function axisText(metric: Metric, value: number): string {
  const { format, one } = metricWords[metric];
  const whole = value * one;
  return format(one === 1 ? Math.round(whole) : whole);
}

/** Where in the list the run is since which a metric is bad. */
export function firstBadIndex(
  runs: readonly JobRun[],
  { firstBad }: JobRuns,
  metric: Metric,
): number | undefined {
  const first = firstBad.find(({ regression }) => regression?.metric === metric);
  if (!first) return undefined;
  const wanted = runKey(keyOfRun(first));
  const index = runs.findIndex((run) => runKey(keyOfRun(run)) === wanted);
  return index < 0 ? undefined : index;
}

/** The metrics that are bad, and since which run, the one that counts most first. */
export function badRuns(known: JobRuns): (RunHead & { metric: Metric })[] {
  const worst = known.regression?.metric;
  const order = [...(worst ? [worst] : []), ...watched.filter((metric) => metric !== worst)];
  return order.flatMap((metric) => {
    const first = known.firstBad.find(({ regression }) => regression?.metric === metric);
    return first ? [{ ...first, metric }] : [];
  });
}

/** What is ticked after a run was; a third one takes the place of the one ticked first. */
export function picked(before: readonly string[], run: string): string[] {
  if (before.includes(run)) return before.filter((one) => one !== run);
  return [...before, run].slice(-2);
}

/** In the order of `runs`; what is not among them is left out. */
export function inOrder(keys: readonly string[], runs: readonly JobRun[]): string[] {
  return runs.map((run) => runKey(keyOfRun(run))).filter((key) => keys.includes(key));
}

/** Their keys are the server's. */
export const jobColumns: readonly Column<RecurringJob>[] = [
  { key: "job", label: "Job", sortable: true },
  {
    key: "regression",
    label: "Change",
    hint: "Whether its last completed run is beyond what the runs before it were",
    amount: true,
    sortable: true,
  },
  { key: "runs", label: "Runs", numeric: true, sortable: true },
  {
    key: "failed",
    label: "Failed",
    hint: "Also those that were lost",
    numeric: true,
    sortable: true,
  },
  {
    key: "medianDuration",
    label: "Duration",
    hint: "The median of its last completed runs, and what each of them took",
    amount: true,
    sortable: true,
  },
  { key: "coreTime", label: "Core-hours", numeric: true, sortable: true },
  { key: "lastRun", label: "Last run", amount: true, sortable: true },
];
export const jobSort: Sort = { key: "lastRun", descending: true };

export const runColumns: readonly Column<JobRun>[] = [
  { key: "pick", label: "Compare" },
  { key: "started", label: "Started", amount: true, value: ({ startTime }) => startTime },
  { key: "state", label: "Status", value: ({ state }) => state },
  { key: "name", label: "Application", value: ({ name }) => name },
  { key: "duration", label: "Duration", numeric: true, value: ({ duration }) => duration },
  { key: "cores", label: "Core-hours", numeric: true, value: ({ coreTime }) => coreTime },
  { key: "input", label: "Input", numeric: true, value: ({ inputBytes }) => inputBytes },
  { key: "spill", label: "Spill", numeric: true, value: ({ spillBytes }) => spillBytes },
  {
    key: "findings",
    label: "Findings",
    amount: true,
    value: ({ findings }) =>
      severities.reduce((sum, one, index) => sum + (findings?.[one] ?? 0) * 100 ** index, 0),
  },
];
export const runSort: Sort = { key: "started", descending: true };
export const runFiltering: Filtering<JobRun> = {
  fields: ({ id, name, user }) => [id, name, user],
  status: ({ state }) => state,
};
