import type { Job } from "../../api/jobs";
import type { Stage } from "../../api/stages";
import type { StageIndex } from "../../tables/stage_index";

export interface FailedJob {
  job: Job;
  stages: Stage[];
}

/**
 * Failed jobs, newest first, each with its failed stages; and failed stages whose jobs went on
 * (they were tried again).
 */
export function collectFailures(
  jobs: readonly Job[],
  stages: readonly Stage[],
  index: StageIndex,
): { jobs: FailedJob[]; recovered: Stage[] } {
  const told = new Set<Stage>();
  const failedJobs = jobs
    .filter(({ status }) => status === "FAILED")
    .sort((a, b) => b.jobId - a.jobId)
    .map((job) => {
      const failed = job.stageIds
        .flatMap((id) => index.of(id))
        .filter(({ status }) => status === "FAILED");
      failed.forEach((stage) => told.add(stage));
      return { job, stages: failed };
    });
  return {
    jobs: failedJobs,
    recovered: stages.filter((stage) => stage.status === "FAILED" && !told.has(stage)),
  };
}
