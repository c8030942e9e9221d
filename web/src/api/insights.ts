import type { NumberUnit, Severity } from "../base/findings";
import {
  type AppKey,
  executionHref,
  jobHref,
  rddHref,
  sectionHref,
  stageHref,
} from "../base/route";
import type { WallShare } from "../base/wall_parts";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** The exact thing that a finding speaks of; which of the members there are, its kind says. */
export interface FindingLink {
  kind:
    | "stage"
    | "task"
    | "job"
    | "query"
    | "node"
    | "rdd"
    | "executor"
    | "host"
    | "setting"
    | "log";
  stageId?: number;
  attemptId?: number;
  taskId?: number;
  jobId?: number;
  executionId?: number;
  nodeId?: number;
  rddId?: number;
  executorId?: string;
  host?: string;
  key?: string;
  name?: string;
  /** What is to be seen there. */
  note?: string;
}

/** A number that a finding rests on; `limit`: the threshold that it crossed, `key`: its setting. */
export interface FindingNumber {
  name: string;
  value: number;
  unit: NumberUnit;
  limit?: number;
  key?: string;
}

/** What to try; without `setting`, code has to change. */
export interface FindingAdvice {
  text: string;
  setting?: string;
  value?: string;
  current?: string;
}

export interface Finding {
  rule: string;
  severity: Severity;
  title: string;
  text: string;
  recoverableMs: number;
  recoverableCoreMs: number;
  numbers: FindingNumber[];
  links: FindingLink[];
  advice: FindingAdvice[];
}

/** One of the things of which each had to wait for the one before. Epoch milliseconds. */
export interface PathStep {
  kind: "driver" | "stage" | "gap";
  start: number;
  end: number;
  stageId?: number;
  attemptId?: number;
  jobId?: number;
  executionId?: number;
}

/** With another number of executors; `factor` absent: as many as could be used. */
export interface WhatIf {
  factor?: number;
  cores: number;
  wallMs: number;
  coreMs: number;
}

export interface Scaling {
  modelledMs: number;
  /** (modelled - real) / real */
  error: number;
  driverMs: number;
  criticalMs: number;
  idealMs: number;
  cases: WhatIf[];
}

/** A stage attempt's share of the application's wall time. */
export interface StageWall {
  stageId: number;
  attemptId: number;
  ms: number;
  parts: Readonly<Record<string, number>>;
}

export interface Insights {
  verdict: string;
  duration: number;
  coreTime: number;
  busyTime: number;
  averageCores: number;
  findings: Finding[];
  wall: WallShare[];
  stages: StageWall[];
  criticalPath: PathStep[];
  /** Empty where nothing ran, or the log does not say on how many cores. */
  scaling: Partial<Scaling>;
}

export function insightsResource(app: AppKey): Resource<Insights> {
  return new Resource(() => dashboardPath(app, "insights"));
}

export function linkHref(app: AppKey, link: FindingLink): string {
  switch (link.kind) {
    case "stage":
      return stageHref(app, link.stageId ?? 0, link.attemptId ?? 0);
    case "task":
      return `${stageHref(app, link.stageId ?? 0, link.attemptId ?? 0)}?task=${link.taskId ?? 0}`;
    case "job":
      return jobHref(app, link.jobId ?? 0);
    case "query":
      return executionHref(app, link.executionId ?? 0);
    case "node":
      return `${executionHref(app, link.executionId ?? 0)}?node=${link.nodeId ?? 0}`;
    case "rdd":
      return rddHref(app, link.rddId ?? 0);
    case "executor":
      return sectionHref(app, "executors", { executor: link.executorId ?? "" });
    case "host":
      return sectionHref(app, "executors", { q: link.host ?? "" });
    case "setting":
      return sectionHref(app, "environment", { q: link.key ?? "" });
    case "log":
      return sectionHref(app, "data");
  }
}

/** "Stage 3 attempt 1", "Operator 7 of query 2" */
export function linkLabel(link: FindingLink): string {
  const attempt = link.attemptId ? ` attempt ${link.attemptId}` : "";
  switch (link.kind) {
    case "stage":
      return `Stage ${link.stageId}${attempt}`;
    case "task":
      return `Task ${link.taskId} of stage ${link.stageId}${attempt}`;
    case "job":
      return `Job ${link.jobId}`;
    case "query":
      return `Query ${link.executionId}`;
    case "node":
      return link.name
        ? `${link.name} of query ${link.executionId}`
        : `Operator ${link.nodeId} of query ${link.executionId}`;
    case "rdd":
      return `RDD ${link.rddId}`;
    case "executor":
      return link.executorId === "driver" ? "Driver" : `Executor ${link.executorId}`;
    case "host":
      return `Host ${link.host}`;
    case "setting":
      return link.key ?? "";
    case "log":
      return "The log";
  }
}

/** What a page is about, for findings that speak of it. */
export type Subject =
  | { kind: "stage"; stageId: number; attemptId: number }
  | { kind: "query"; executionId: number }
  | { kind: "job"; jobId: number }
  | { kind: "executors" };

const ofExecutors = /^spark\.(executor|dynamicAllocation|memory)\./;

export function speaksOf(finding: Finding, subject: Subject): boolean {
  return finding.links.some((link) => {
    switch (subject.kind) {
      case "stage":
        return (
          (link.kind === "stage" || link.kind === "task") &&
          link.stageId === subject.stageId &&
          (link.attemptId ?? 0) === subject.attemptId
        );
      case "query":
        return (
          (link.kind === "query" || link.kind === "node") &&
          link.executionId === subject.executionId
        );
      case "job":
        return link.kind === "job" && link.jobId === subject.jobId;
      case "executors":
        return (
          link.kind === "executor" ||
          link.kind === "host" ||
          (link.kind === "setting" && ofExecutors.test(link.key ?? ""))
        );
    }
  });
}
