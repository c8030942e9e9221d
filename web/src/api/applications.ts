import type { AppKey } from "../base/route";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** One application attempt. Times are epoch milliseconds. */
export interface Application {
  id: string;
  attemptId?: string;
  name: string;
  user: string;
  startTime: number;
  endTime?: number;
  lastUpdated: number;
  sparkVersion: string;
  state: "running" | "completed" | "failed" | "lost";
  /** How much of the log has been read, 0..1. */
  progress: number;
  /** The log has disappeared: what was read of it is shown. */
  logGone: boolean;
  problem?: string;
  jobs: { running: number; succeeded: number; failed: number };
  stages: { active: number; complete: number; failed: number; skipped: number };
  tasks: { active: number; complete: number; failed: number; killed: number };
  taskTime: number;
  inputBytes: number;
  shuffleReadBytes: number;
  shuffleWriteBytes: number;
  spillBytes: number;
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

export interface ApplicationList {
  server: { version: string; directories: LogDirectory[]; unlistedLogs: UnlistedLog[] };
  applications: Application[];
}

export function keyOf({ id, attemptId }: Application): AppKey {
  return attemptId === undefined ? { appId: id } : { appId: id, attemptId };
}

/** Until when the log tells: the end, or its last known line. */
export function knownUntil(application: Application): number {
  return application.endTime ?? Math.max(application.startTime, application.lastUpdated);
}

export function elapsed(application: Application): number {
  return knownUntil(application) - application.startTime;
}

/** More may be learned by asking again. */
export function isLive({ state, progress }: Application): boolean {
  return state === "running" || progress < 1;
}

export function applicationList(): Resource<ApplicationList> {
  return new Resource(() => "api/dashboard/applications");
}

export function applicationResource(app: AppKey): Resource<Application> {
  return new Resource(() => dashboardPath(app));
}
