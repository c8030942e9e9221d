import type { Stage } from "../api/stages";
import type { Column } from "../base/columns";
import type { Filtering } from "../base/filter";
import type { Sort } from "../base/sort";
import { parseSparkDate } from "../base/time";

/** How long the stage ran; of an active stage, as far as the log tells. */
export function stageDuration(stage: Stage, knownUntil: number): number | undefined {
  const start = parseSparkDate(stage.submissionTime);
  if (start === undefined) return undefined;
  return Math.max(0, (parseSparkDate(stage.completionTime) ?? knownUntil) - start);
}

/** Attempts of one stage stay together and in order. */
const order = ({ stageId, attemptId }: Stage) => stageId + Math.min(999, attemptId) / 1000;

export function stageColumns(knownUntil: number): readonly Column<Stage>[] {
  return [
    { key: "id", label: "Stage", numeric: true, value: order },
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
      value: (stage) => stageDuration(stage, knownUntil),
    },
    { key: "tasks", label: "Tasks", amount: true, value: ({ numTasks }) => numTasks },
    { key: "input", label: "Input", numeric: true, value: ({ inputBytes }) => inputBytes },
    { key: "output", label: "Output", numeric: true, value: ({ outputBytes }) => outputBytes },
    {
      key: "read",
      label: "Shuffle read",
      numeric: true,
      value: ({ shuffleReadBytes }) => shuffleReadBytes,
    },
    {
      key: "write",
      label: "Shuffle write",
      numeric: true,
      value: ({ shuffleWriteBytes }) => shuffleWriteBytes,
    },
    {
      key: "spill",
      label: "Spill",
      hint: "Bytes spilled to disk",
      numeric: true,
      value: ({ diskBytesSpilled }) => diskBytesSpilled,
    },
  ];
}

export const stageSort: Sort = { key: "id", descending: true };

export const stageFiltering: Filtering<Stage> = {
  fields: ({ stageId, name, description, failureReason }) => [
    String(stageId),
    name,
    description,
    failureReason,
  ],
  status: ({ status }) => status,
};
