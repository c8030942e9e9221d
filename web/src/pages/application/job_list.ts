import type { ListedJob } from "../../api/jobs";
import type { Column } from "../../base/columns";
import type { TimeView } from "../../base/time_lanes";
import type { Sort } from "../../base/sort";

/** The columns of the list of jobs; their keys are what the server sorts by. */
export const jobColumns: readonly Column<ListedJob>[] = [
  { key: "jobId", label: "Job", numeric: true, sortable: true },
  { key: "status", label: "Status", sortable: true },
  { key: "name", label: "Description", sortable: true },
  { key: "group", label: "Group", hint: "spark.jobGroup.id", sortable: true },
  { key: "start", label: "Submitted", amount: true, sortable: true },
  { key: "duration", label: "Duration", numeric: true, sortable: true },
  {
    key: "waterfall",
    label: "When it ran",
    hint: "From the first to the last of the jobs that are shown",
    sortable: false,
  },
  {
    key: "stages",
    label: "Stages",
    hint: "Stages that succeeded, of those that had to run",
    numeric: true,
    sortable: true,
  },
  {
    key: "tasks",
    label: "Tasks of all stages",
    hint: "Tasks that succeeded, of those that had to run",
    amount: true,
    sortable: true,
  },
];

export const jobSort: Sort = { key: "jobId", descending: true };
export const jobStatuses = ["RUNNING", "SUCCEEDED", "FAILED", "UNKNOWN"] as const;

/** Milliseconds; of what runs, as far as is known. */
export function jobDuration({ start, end }: ListedJob, knownUntil: number): number | undefined {
  return start === undefined ? undefined : Math.max(0, (end ?? knownUntil) - start);
}

/** From the first start to the last end of some jobs. */
export function spanOf(jobs: readonly ListedJob[], knownUntil: number): TimeView | undefined {
  const timed = jobs.filter(({ start }) => start !== undefined);
  if (timed.length === 0) return undefined;
  return {
    from: Math.min(...timed.map(({ start }) => start ?? 0)),
    to: Math.max(...timed.map(({ start, end }) => end ?? Math.max(start ?? 0, knownUntil))),
  };
}

/** Where a job's bar stands in that time: shares of its width. */
export function barOf(
  { start, end }: ListedJob,
  span: TimeView,
  knownUntil: number,
): { left: number; width: number } | undefined {
  if (start === undefined) return undefined;
  const length = Math.max(1, span.to - span.from);
  const left = Math.min(1, Math.max(0, (start - span.from) / length));
  const right = Math.min(1, ((end ?? knownUntil) - span.from) / length);
  return { left, width: Math.max(0, right - left) };
}

/** "12: a reason" for each reason for which tasks were killed. */
export function killReasons({ killedTasksSummary }: ListedJob): string | undefined {
  const reasons = Object.entries(killedTasksSummary);
  return reasons.length === 0
    ? undefined
    : reasons.map(([reason, tasks]) => `${tasks} killed: ${reason}`).join("; ");
}

/**
 * How many stages had to run. One that was skipped at first may have had to run after all, when
 * its results were lost.
 */
export function stagesOf({ stages }: ListedJob): number {
  return Math.max(stages.complete, stages.total - stages.skipped);
}

/** Likewise their tasks. */
export function tasksOf({ tasks }: ListedJob): number {
  return Math.max(tasks.complete, tasks.total - tasks.skipped);
}
