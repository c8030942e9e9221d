import { type Application, elapsed } from "../../api/applications";
import type { Job } from "../../api/jobs";
import {
  bytesFigure,
  countFigure,
  durationFigure,
  failureFigure,
  type Figure,
} from "../../base/figures";
import { count } from "../../base/format";
import { jobDuration } from "../../tables/job_columns";

function parts(pairs: readonly [number, string][]): string | undefined {
  const told = pairs
    .filter(([value]) => value > 0)
    .map(([value, word]) => `${count(value)} ${word}`);
  return told.length > 0 ? told.join(", ") : undefined;
}

function busyTasks(application: Application): string | undefined {
  const wall = elapsed(application);
  if (wall === 0 || application.taskTime === 0) return undefined;
  return `${(application.taskTime / wall).toFixed(1)} at a time`;
}

export function applicationFigures(application: Application): Figure[] {
  const { jobs, stages, tasks } = application;
  return [
    durationFigure(
      "Duration",
      elapsed(application),
      application.state === "running" ? "so far" : undefined,
    ),
    countFigure(
      "Jobs",
      jobs.running + jobs.succeeded + jobs.failed,
      parts([
        [jobs.running, "running"],
        [jobs.failed, "failed"],
      ]),
    ),
    countFigure(
      "Stages",
      stages.active + stages.complete + stages.failed,
      parts([
        [stages.active, "active"],
        [stages.failed, "failed"],
        [stages.skipped, "skipped"],
      ]),
    ),
    countFigure(
      "Tasks",
      tasks.active + tasks.complete + tasks.failed + tasks.killed,
      parts([
        [tasks.active, "running"],
        [tasks.killed, "killed"],
      ]),
    ),
    failureFigure("Failed tasks", tasks.failed),
    durationFigure("Task time", application.taskTime, busyTasks(application)),
    bytesFigure("Input", application.inputBytes),
    bytesFigure("Shuffle read", application.shuffleReadBytes),
    bytesFigure("Shuffle write", application.shuffleWriteBytes),
    bytesFigure("Spill", application.spillBytes),
  ];
}

export function jobFigures(job: Job, knownUntil: number): Figure[] {
  const ran = job.numTasks - job.numSkippedTasks;
  return [
    durationFigure(
      "Duration",
      jobDuration(job, knownUntil),
      job.status === "RUNNING" ? "so far" : undefined,
    ),
    countFigure(
      "Stages done",
      job.numCompletedStages,
      parts([
        [job.numActiveStages, "active"],
        [job.numFailedStages, "failed"],
        [job.numSkippedStages, "skipped"],
      ]),
    ),
    {
      label: "Tasks done",
      value: `${count(job.numCompletedTasks)} / ${count(ran)}`,
      note: parts([
        [job.numActiveTasks, "running"],
        [job.numKilledTasks, "killed"],
        [job.numSkippedTasks, "skipped"],
      ]),
    },
    failureFigure("Failed tasks", job.numFailedTasks),
  ];
}
