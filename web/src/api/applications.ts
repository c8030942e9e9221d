import type { AppKey } from "../base/route";
import type { FindingCounts, Severity } from "../base/findings";
import { dashboardPath } from "./paths";
import type { Regression } from "./recurring";
import { Resource } from "./resource.svelte";

/** One application attempt. Times are epoch milliseconds. */
export interface Application {
  id: string;
  attemptId?: string;
  name: string;
  user: string;
  startTime: number;
  endTime?: number;
  /** Of its driver, where the log tells it. */
  exitCode?: number;
  lastUpdated: number;
  /** Without an end: the last moment that the log tells of; absent: it was not read to the end. */
  lastEvent?: number;
  sparkVersion: string;
  state: "running" | "completed" | "failed" | "lost";
  /** How much of the log has been read, 0..1. */
  progress: number;
  /** The log has disappeared: what was read of it is shown. */
  logGone: boolean;
  problem?: string;
  /** The log directory in which its log lies. */
  directory: string;
  /** All that the log announces is in it; absent: not known yet. */
  complete?: boolean;
  /** What makes numbers wrong: how many things, and the most important one. */
  findingCount: number;
  finding?: string;
  jobs: { running: number; succeeded: number; failed: number };
  stages: { active: number; complete: number; failed: number; skipped: number };
  tasks: { active: number; complete: number; failed: number; killed: number };
  /** Milliseconds of one core that executors held, busy or idle; absent: not known yet. */
  coreTime?: number;
  taskTime: number;
  inputBytes: number;
  shuffleReadBytes: number;
  shuffleWriteBytes: number;
  spillBytes: number;
  /** What it is a run of, and where it ran; absent: not known, or no queue. */
  job?: string;
  queue?: string;
  /** How many findings there are; absent: its log was not read to the end. */
  findings?: FindingCounts;
  /** The highest of them. */
  severity?: Severity;
  /** Of `coreTime`, that which was held without a task. */
  wasteCoreTime?: number;
  /** It is beyond what the runs of its job before it were. */
  regression?: Regression;
}

export interface LogDirectory {
  path: string;
  error?: string;
}

/** A log in which no application could be found, and why. */
export interface UnlistedLog {
  path: string;
  problem: string;
}

/** A row of the list of all runs. */
export interface ListedRun extends Application {
  /** How long the last runs of the same name took that had ended before, the latest last. */
  earlierDurations: number[];
}

export interface Server {
  version: string;
  directories: LogDirectory[];
  unlisted: number;
  /** The first of them. */
  unlistedLogs: UnlistedLog[];
}

export const facets = [
  "status",
  "severity",
  "regression",
  "user",
  "queue",
  "job",
  "rule",
  "version",
  "name",
  "directory",
  "completeness",
] as const;
export type Facet = (typeof facets)[number];

/** What all runs are, whatever part of them is shown. */
export interface RunShape {
  server: Server;
  /** `title`: what a person calls it, where that is something else. */
  facets: Partial<Record<Facet, { value: string; title?: string; runs: number }[]>>;
  /** When runs started, in intervals of `width` milliseconds; 0: there is none. */
  starts: { from: number; width: number; runs: number[]; failed: number[] };
}

/** Where `shape=false` was asked for, what RunShape tells is absent. */
export interface RunPage extends RunShape {
  total: number;
  matching: number;
  /** Runs whose logs have not been read yet. */
  unread: number;
  offset: number;
  applications: ListedRun[];
}

export function keyOf({ id, attemptId }: Application): AppKey {
  return attemptId === undefined ? { appId: id } : { appId: id, attemptId };
}

/** Until when the log tells: the end, or its last event. */
export function knownUntil({ startTime, endTime, lastEvent, lastUpdated }: Application): number {
  return endTime ?? Math.max(startTime, lastEvent ?? lastUpdated);
}

export function elapsed(application: Application): number {
  return knownUntil(application) - application.startTime;
}

/** More may be learned by asking again. */
export function isLive({ state, progress }: Application): boolean {
  return state === "running" || progress < 1;
}

export function applicationResource(app: AppKey): Resource<Application> {
  return new Resource(() => dashboardPath(app));
}
