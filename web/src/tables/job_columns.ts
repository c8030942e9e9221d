import type { Job } from "../api/jobs";
import type { Column } from "../base/columns";
import type { Filtering } from "../base/filter";
import type { Sort } from "../base/sort";
import { parseSparkDate } from "../base/time";

/** How long the job ran; of a running job, as far as the log tells. */
export function jobDuration(job: Job, knownUntil: number): number | undefined {
  const start = parseSparkDate(job.submissionTime);
  if (start === undefined) return undefined;
  return Math.max(0, (parseSparkDate(job.completionTime) ?? knownUntil) - start);
}

export function jobColumns(knownUntil: number): readonly Column<Job>[] {
  return [
    { key: "id", label: "Job", numeric: true, value: ({ jobId }) => jobId },
    { key: "status", label: "Status", value: ({ status }) => status },
    { key: "name", label: "Description", value: ({ description, name }) => description ?? name },
    {
      key: "submitted",
      label: "Submitted",
      value: ({ submissionTime }) => parseSparkDate(submissionTime),
    },
    {
      key: "duration",
      label: "Duration",
      numeric: true,
      value: (job) => jobDuration(job, knownUntil),
    },
    {
      key: "stages",
      label: "Stages",
      amount: true,
      value: ({ numCompletedStages }) => numCompletedStages,
    },
    {
      key: "tasks",
      label: "Tasks",
      amount: true,
      value: ({ numCompletedTasks }) => numCompletedTasks,
    },
  ];
}

export const jobSort: Sort = { key: "id", descending: true };

export const jobFiltering: Filtering<Job> = {
  fields: ({ jobId, name, description, jobGroup }) => [String(jobId), name, description, jobGroup],
  status: ({ status }) => status,
};
