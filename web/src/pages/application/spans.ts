import type { Job } from "../../api/jobs";
import type { Stage } from "../../api/stages";
import { duration } from "../../base/format";
import { appearance } from "../../base/status";
import { parseSparkDate, timeOfDay } from "../../base/time";
import type { TimelineBar } from "../../base/timeline";
import { type StageIndex, stageLabel } from "../../tables/stage_index";

function bar(
  what: {
    key: string;
    label: string;
    name: string;
    status: string;
    submitted?: string;
    completed?: string;
    href: string;
  },
  knownUntil: number,
): TimelineBar[] {
  const start = parseSparkDate(what.submitted);
  if (start === undefined) return [];
  const end = Math.max(start, parseSparkDate(what.completed) ?? knownUntil);
  const { label, tone } = appearance(what.status);
  const text = `${what.label}: ${what.name}. ${label}, ${duration(end - start)} from ${timeOfDay(start)}`;
  return [{ key: what.key, label: what.label, text, tone, href: what.href, start, end }];
}

export function jobBars(
  jobs: readonly Job[],
  hrefOf: (job: Job) => string,
  knownUntil: number,
): TimelineBar[] {
  return jobs.flatMap((job) => {
    const times = optional(job.submissionTime, job.completionTime);
    const name = job.description ?? job.name;
    return bar(
      {
        key: `job${job.jobId}`,
        label: `Job ${job.jobId}`,
        name,
        status: job.status,
        ...times,
        href: hrefOf(job),
      },
      knownUntil,
    );
  });
}

export function stageBars(
  stages: readonly Stage[],
  index: StageIndex,
  knownUntil: number,
): TimelineBar[] {
  return stages.flatMap((stage) => {
    const times = optional(stage.submissionTime, stage.completionTime);
    const label = stageLabel(stage);
    const name = stage.description ?? stage.name;
    return bar(
      {
        key: `stage${label}`,
        label: `Stage ${label}`,
        name,
        status: stage.status,
        ...times,
        href: index.href(stage),
      },
      knownUntil,
    );
  });
}

function optional(submitted: string | undefined, completed: string | undefined) {
  return {
    ...(submitted === undefined ? {} : { submitted }),
    ...(completed === undefined ? {} : { completed }),
  };
}
