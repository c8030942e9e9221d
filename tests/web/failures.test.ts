import type { Job } from "@/api/jobs";
import type { Stage } from "@/api/stages";
import { collectFailures } from "@/pages/application/failures";
import { slowestStages } from "@/pages/application/slowest";
import { StageIndex, stageLabel } from "@/tables/stage_index";

const stage = (
  stageId: number,
  attemptId: number,
  status: Stage["status"],
  more: Partial<Stage> = {},
) => ({ stageId, attemptId, status, ...more }) as Stage;
const job = (jobId: number, status: Job["status"], stageIds: number[]) =>
  ({ jobId, status, stageIds }) as Job;

const stages = [
  stage(2, 0, "FAILED"),
  stage(1, 1, "COMPLETE"),
  stage(1, 0, "FAILED"),
  stage(0, 0, "SKIPPED"),
];
const index = new StageIndex({ appId: "a" }, stages);

test("failed jobs carry their failed stages; a stage tried again is told apart", () => {
  const { jobs, recovered } = collectFailures(
    [job(0, "SUCCEEDED", [0, 1]), job(1, "FAILED", [2])],
    stages,
    index,
  );
  expect(jobs.map(({ job: { jobId }, stages: failed }) => [jobId, failed.map(stageLabel)])).toEqual(
    [[1, ["2"]]],
  );
  expect(recovered.map(stageLabel)).toEqual(["1"]);
});

test("the latest attempt stands for the stage", () => {
  expect(stageLabel(index.latest(1) as Stage)).toBe("1 (attempt 1)");
  expect(index.latest(9)).toBeUndefined();
});

test("the slowest stages come first, with their share of the application's time", () => {
  const at = (second: number) => `2026-11-21T08:00:${String(second).padStart(2, "0")}.000GMT`;
  const timed = [
    stage(0, 0, "COMPLETE", { submissionTime: at(0), completionTime: at(2) }),
    stage(1, 0, "COMPLETE", { submissionTime: at(2), completionTime: at(10) }),
    stage(2, 0, "SKIPPED"),
  ];
  const slowest = slowestStages(timed, 20_000, 0, 5);
  expect(slowest.map((entry) => [entry.stage.stageId, entry.duration, entry.share])).toEqual([
    [1, 8000, 0.4],
    [0, 2000, 0.1],
  ]);
});
