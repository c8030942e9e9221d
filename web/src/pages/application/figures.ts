import { type Application, elapsed } from "../../api/applications";
import type { ListedJob } from "../../api/jobs";
import {
  bytesFigure,
  countFigure,
  durationFigure,
  failureFigure,
  type Figure,
} from "../../base/figures";
import { coreHours, count } from "../../base/format";
import { jobDuration, stagesOf, tasksOf } from "./job_list";

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

function coreFigures({ coreTime }: Application): Figure[] {
  if (!coreTime) return [];
  // The label is the unit, for which the figure has no room.
  const amount = coreHours(coreTime).replace(" core-h", "");
  return [{ label: "Core-hours", value: amount, note: "held by executors" }];
}

export function applicationFigures(application: Application): Figure[] {
  const { jobs, stages, tasks } = application;
  return [
    durationFigure(
      "Duration",
      elapsed(application),
      application.endTime === undefined ? "to its last event" : undefined,
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
    ...coreFigures(application),
    durationFigure("Task time", application.taskTime, busyTasks(application)),
    bytesFigure("Input", application.inputBytes),
    bytesFigure("Shuffle read", application.shuffleReadBytes),
    bytesFigure("Shuffle write", application.shuffleWriteBytes),
    bytesFigure("Spill", application.spillBytes),
  ];
}

export function jobFigures(job: ListedJob, knownUntil: number): Figure[] {
  const { stages, tasks } = job;
  return [
    durationFigure(
      "Duration",
      jobDuration(job, knownUntil),
      job.status === "RUNNING" ? "so far" : undefined,
    ),
    {
      label: "Stages done",
      value: `${count(stages.complete)} / ${count(stagesOf(job))}`,
      note: parts([
        [stages.active, "active"],
        [stages.failed, "failed"],
        [stages.skipped, "skipped"],
      ]),
    },
    {
      label: "Tasks done",
      value: `${count(tasks.complete)} / ${count(tasksOf(job))}`,
      note: parts([
        [tasks.active, "running"],
        [tasks.killed, "killed"],
        [tasks.skipped, "skipped"],
      ]),
    },
    failureFigure("Failed tasks", tasks.failed),
  ];
}
