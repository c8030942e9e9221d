import type { ListedQuery, Progress, StreamingQuery } from "../../api/streaming";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import type { Sort } from "../../base/sort";
import { parseSparkDate } from "../../base/time";
import { timeOf } from "./charts";

export function nameOf({ name }: StreamingQuery): string {
  return name ?? "(no name)";
}

/** How long it ran; of a running one, as far as the log tells. */
export function runDuration(query: StreamingQuery, knownUntil: number): number | undefined {
  const start = parseSparkDate(query.startTime);
  if (start === undefined) return undefined;
  return Math.max(0, (parseSparkDate(query.endTime) ?? knownUntil) - start);
}

export function queryColumns(knownUntil: number): readonly Column<ListedQuery>[] {
  return [
    { key: "name", label: "Name", value: nameOf },
    { key: "status", label: "Status", value: ({ status }) => status },
    { key: "run", label: "Run", value: ({ runId }) => runId },
    { key: "id", label: "Query", value: ({ id }) => id },
    { key: "started", label: "Started", value: ({ startTime }) => parseSparkDate(startTime) },
    {
      key: "duration",
      label: "Duration",
      numeric: true,
      value: (query) => runDuration(query, knownUntil),
    },
    { key: "rows", label: "Input rows", numeric: true, value: ({ numInputRows }) => numInputRows },
    {
      key: "input",
      label: "Input rate",
      hint: "Mean over all batches",
      numeric: true,
      value: ({ avgInputRowsPerSecond }) => avgInputRowsPerSecond,
    },
    {
      key: "processed",
      label: "Processing rate",
      hint: "Mean over all batches",
      numeric: true,
      value: ({ avgProcessedRowsPerSecond }) => avgProcessedRowsPerSecond,
    },
    {
      key: "batch",
      label: "Latest batch",
      numeric: true,
      value: ({ lastProgress }) => lastProgress?.batchId,
    },
  ];
}

export const querySort: Sort = { key: "started", descending: true };

export const queryFiltering: Filtering<ListedQuery> = {
  fields: ({ name, id, runId, exception }) => [name, id, runId, exception],
  status: ({ status }) => status,
};

export const batchColumns: readonly Column<Progress>[] = [
  { key: "batch", label: "Batch", numeric: true, value: ({ batchId }) => batchId },
  { key: "time", label: "Started", value: timeOf },
  {
    key: "duration",
    label: "Duration",
    numeric: true,
    value: ({ batchDuration }) => batchDuration,
  },
  { key: "rows", label: "Input rows", numeric: true, value: ({ numInputRows }) => numInputRows },
  {
    key: "input",
    label: "Input rate",
    numeric: true,
    value: ({ inputRowsPerSecond }) => inputRowsPerSecond,
  },
  {
    key: "processed",
    label: "Processing rate",
    numeric: true,
    value: ({ processedRowsPerSecond }) => processedRowsPerSecond,
  },
  {
    key: "output",
    label: "Output rows",
    numeric: true,
    value: ({ sink }) => ((sink.numOutputRows ?? -1) < 0 ? undefined : sink.numOutputRows),
  },
  {
    key: "state",
    label: "State rows",
    numeric: true,
    value: ({ stateOperators }) =>
      stateOperators.length === 0
        ? undefined
        : stateOperators.reduce((sum, { numRowsTotal }) => sum + numRowsTotal, 0),
  },
];

export const batchSort: Sort = { key: "time", descending: true };
