import type { Band } from "../base/band_chart";
import type { FindingCounts, Severity } from "../base/findings";
import { Resource } from "./resource.svelte";

/** What is compared between the runs of a job. */
export const watched = ["duration", "coreTime", "inputBytes", "spillBytes"] as const;
export type Metric = (typeof watched)[number];

/** Between which values a run is like the completed ones before it. */
export interface NoiseBand extends Band {
  median: number;
  /** Of which it is made. */
  runs: number;
}

/** A run is beyond what those before it were. */
export interface Regression {
  metric: Metric;
  value: number;
  /** So many times the median; absent where that is 0. */
  times?: number;
  band: NoiseBand;
}

export interface RunHead {
  id: string;
  attemptId?: string;
  name: string;
  user: string;
  startTime: number;
  endTime?: number;
  duration: number;
  state: string;
}

/** Applications that are runs of the same thing. */
export interface RecurringJob {
  job: string;
  runs: number;
  /** Also those that were lost. */
  failed: number;
  coreTime: number;
  /** Of its last completed runs, milliseconds; absent: there is none. */
  medianDuration?: number;
  lastRun: RunHead & { queue?: string };
  /** Durations of the last runs that ended, the latest last. */
  trend: number[];
  /** Of its last completed run. */
  regression?: Regression;
}

export interface RecurringJobs {
  total: number;
  matching: number;
  /** Of those that match. */
  regressed: number;
  offset: number;
  jobs: RecurringJob[];
}

export interface JobRun extends RunHead {
  queue?: string;
  coreTime?: number;
  inputBytes: number;
  spillBytes: number;
  /** How many there are of each; absent: its log was not read to the end. */
  findings?: FindingCounts;
  severity?: Severity;
  bands: Partial<Record<Metric, NoiseBand>>;
  /** What of it is beyond its band. */
  regressed: Metric[];
}

export interface JobRuns extends RecurringJob {
  /** Since which run the last ones are all bad, by metric. */
  firstBad: (RunHead & { regression?: Regression })[];
  offset: number;
  /** The latest first. */
  history: JobRun[];
}

export interface RecurringQuery {
  search: string;
  /** Only jobs whose last run is beyond what is usual. */
  regressed: boolean;
  sort: string;
  offset: number;
  limit: number;
}

export function jobPath(job: string): string {
  return `api/dashboard/runs?job=${encodeURIComponent(job)}`;
}

export function recurringPath({ search, regressed, sort, offset, limit }: RecurringQuery): string {
  const parameters = new URLSearchParams({ sortBy: sort });
  if (search.trim() !== "") parameters.set("search", search.trim());
  if (regressed) parameters.set("regressed", "true");
  parameters.set("offset", String(offset));
  parameters.set("length", String(limit));
  return `api/dashboard/jobs?${parameters}`;
}

export function recurringResource(query: () => RecurringQuery): Resource<RecurringJobs> {
  return new Resource(() => recurringPath(query()));
}

/** So many runs are drawn and listed. */
export const runsShown = 200;

export function runsResource(job: string): Resource<JobRuns> {
  return new Resource(() => `${jobPath(job)}&length=${runsShown}`);
}
