import type { Insights, PathStep, StageWall } from "../../api/insights";
import { coreHours, duration, percent } from "../../base/format";
import { type AppKey, executionHref, jobHref, sectionHref, stageHref } from "../../base/route";
import type { LaneBlocks, TimeView } from "../../base/time_lanes";

/** What the overview makes of the server's insights. */
export interface StageShare {
  stageId: number;
  attemptId: number;
  ms: number;
}

const fewStages = 3;

/** The stages that a part of the wall time is charged to most. */
export function stagesOfPart(stages: readonly StageWall[], part: string): StageShare[] {
  return stages
    .map(({ stageId, attemptId, parts }) => ({ stageId, attemptId, ms: parts[part] ?? 0 }))
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, fewStages);
}

export interface ScalingRow {
  key: string;
  label: string;
  cores: string;
  wall: string;
  change: string;
  coreHours: string;
  told: string;
}

/** How long it would have taken otherwise, "as it was" first; none: the server cannot tell. */
export function scalingRows(insights: Insights): ScalingRow[] {
  const { scaling, duration: real, averageCores, coreTime } = insights;
  if (scaling.modelledMs === undefined || real <= 0) return [];
  const change = (ms: number) => {
    const saved = (real - ms) / real;
    if (Math.abs(saved) < 0.005) return "the same";
    return saved > 0 ? `${percent(saved)} less` : `${percent(-saved)} more`;
  };
  const rows: ScalingRow[] = [
    {
      key: "real",
      label: "As it was",
      cores: round(averageCores),
      wall: duration(real),
      change: "",
      coreHours: coreHours(coreTime),
      told: "Cores on average, while there were any",
    },
  ];
  if (scaling.idealMs !== undefined) {
    rows.push({
      key: "ideal",
      label: "The same cores, never idle",
      cores: round(averageCores),
      wall: duration(scaling.idealMs),
      change: change(scaling.idealMs),
      coreHours: "",
      told: "What perfect balance would bring: every core has a task for as long as a job runs",
    });
  }
  for (const { factor, cores, wallMs, coreMs } of scaling.cases ?? []) {
    rows.push({
      key: String(factor ?? "unlimited"),
      label: caseLabel(factor),
      cores: round(cores),
      wall: duration(wallMs),
      change: change(wallMs),
      coreHours: coreHours(coreMs),
      told: "",
    });
  }
  return rows;
}

function caseLabel(factor: number | undefined): string {
  if (factor === undefined) return "Any number of executors";
  if (factor === 0.5) return "Half the executors";
  if (factor === 2) return "Twice the executors";
  return `${factor} times the executors`;
}

function round(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0);
}

/** A model that is further off says nothing about what would be. */
const mostError = 0.5;

export function modelFits({ scaling }: Insights): boolean {
  return Math.abs(scaling.error ?? 0) <= mostError;
}

/** What the model makes of what is known. */
export function modelError(error: number): string {
  if (Math.abs(error) < 0.005) return "For the executors that there were it says what really was.";
  const side = error > 0 ? "longer" : "shorter";
  return `For the executors that there were it says ${percent(Math.abs(error))} ${side} than it really was.`;
}

const narrowest = 1.5;
/** So many times the narrowest. */
const widestTogether = 4;

/**
 * The critical path as bars of one lane, of which the part in sight is as fine as pixels are:
 * neighbours that are narrower are drawn together.
 */
export function pathBlocks(
  path: readonly PathStep[],
  view: TimeView,
  width: number,
): { blocks: LaneBlocks; steps: readonly (readonly PathStep[])[] } {
  const least = ((view.to - view.from) / Math.max(1, width)) * narrowest;
  const isNarrow = ({ start, end }: PathStep) => end - start < least;
  const steps: PathStep[][] = [];
  for (const step of path) {
    if (step.end < view.from || step.start > view.to || step.end <= step.start) continue;
    const last = steps.at(-1);
    const first = last?.[0];
    const fits = first && isNarrow(first) && step.end - first.start < widestTogether * least;
    if (fits && isNarrow(step)) last?.push(step);
    else steps.push([step]);
  }
  const firsts = steps.map((some) => some[0] as PathStep);
  const none = firsts.map(() => 0);
  return {
    steps,
    blocks: {
      lanes: steps.length > 0 ? 1 : 0,
      spans: path.length,
      lane: none,
      start: firsts.map(({ start }) => start),
      end: steps.map((some) => some.at(-1)?.end ?? 0),
      count: steps.map((some) => some.length),
      failed: none,
      running: none,
      id: steps.map((_some, index) => index),
      attempt: none,
      status: firsts.map(() => ""),
      name: firsts.map(stepLabel),
      tones: steps.map((some) => (some.every(({ kind }) => kind !== "stage") ? "idle" : "good")),
    },
  };
}

export function stepLabel({ kind, stageId, attemptId }: PathStep): string {
  if (kind === "driver") return "driver";
  if (kind === "gap") return "between stages";
  return `stage ${stageId}${attemptId ? ` attempt ${attemptId}` : ""}`;
}

export function stepHref(app: AppKey, step: PathStep | undefined): string {
  if (step?.stageId !== undefined) return stageHref(app, step.stageId, step.attemptId ?? 0);
  if (step?.executionId !== undefined) return executionHref(app, step.executionId);
  if (step?.jobId !== undefined) return jobHref(app, step.jobId);
  return sectionHref(app, "jobs");
}

/** What a bar of the path says. */
export function describeSteps(steps: readonly PathStep[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return "";
  const took = duration(last.end - first.start);
  if (steps.length > 1) return `${steps.length} steps, ${took}. Zoom in to tell them apart.`;
  const told = {
    driver: "Driver: no job was running",
    gap: "A job was running, but none of its stages",
    stage: `Stage ${first.stageId}${first.attemptId ? ` attempt ${first.attemptId}` : ""}: everything waited for it`,
  };
  const of = first.executionId === undefined ? "" : `, query ${first.executionId}`;
  return `${told[first.kind]}${of}. ${took}`;
}
