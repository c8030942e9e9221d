import type { Progress, StateOperator } from "../../api/streaming";
import { bytes, count, duration, rate } from "../../base/format";
import type { ChartSpec, Series } from "../../base/series";

/** When a batch began, epoch milliseconds. */
export function timeOf({ timestamp }: Progress): number {
  return Date.parse(timestamp);
}

/** Spark's phases of a batch in the order in which they happen; others follow. */
const phases = [
  "latestOffset",
  "setOffsetRange",
  "getEndOffset",
  "walCommit",
  "getBatch",
  "queryPlanning",
  "addBatch",
  "commitOffsets",
  "commitBatch",
];
/** The whole of a batch, not a part of it. */
const whole = "triggerExecution";

export function operationSeries(progress: readonly Progress[]): Series[] {
  const names = new Set(progress.flatMap(({ durationMs }) => Object.keys(durationMs)));
  names.delete(whole);
  const rank = (name: string) => (phases.includes(name) ? phases.indexOf(name) : phases.length);
  return [...names]
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((label) => ({ label, values: progress.map(({ durationMs }) => durationMs[label]) }));
}

/** How far the watermark is behind the batch; unset, it stands at the beginning of 1970. */
export function watermarkGap(progress: Progress): number | undefined {
  const watermark = Date.parse(progress.eventTime.watermark ?? "");
  return Number.isNaN(watermark) || watermark <= 0 ? undefined : timeOf(progress) - watermark;
}

/** All charts that the batches, in order of time, have values for. */
export function streamCharts(progress: readonly Progress[]): ChartSpec[] {
  const one = (label: string, value: (batch: Progress) => number | undefined): Series => ({
    label,
    values: progress.map(value),
  });
  const state = (label: string, value: (operator: StateOperator) => number): Series =>
    one(label, ({ stateOperators }) =>
      stateOperators.reduce((sum, operator) => sum + value(operator), 0),
    );
  const charts: ChartSpec[] = [
    {
      key: "rates",
      title: "Input and processing rate",
      hint: "Rows that arrived and rows that were processed in a second. Where more arrive than are processed, the query falls behind.",
      kind: "lines",
      series: [
        one("Input", ({ inputRowsPerSecond }) => inputRowsPerSecond),
        one("Processed", ({ processedRowsPerSecond }) => processedRowsPerSecond),
      ],
      unit: "plain",
      format: rate,
    },
    {
      key: "rows",
      title: "Input rows",
      hint: "Rows that each batch read.",
      kind: "bars",
      series: [one("Rows", ({ numInputRows }) => numInputRows)],
      unit: "plain",
      format: count,
    },
    {
      key: "duration",
      title: "Batch duration",
      hint: "How long each batch took from its trigger to its end.",
      kind: "lines",
      series: [one("Duration", ({ batchDuration }) => batchDuration)],
      unit: "time",
      format: duration,
    },
    {
      key: "operations",
      title: "Where the time went",
      hint: "What each batch spent its duration on: addBatch is the work itself, the others are planning and bookkeeping.",
      kind: "stack",
      series: operationSeries(progress),
      unit: "time",
      format: duration,
    },
  ];
  const gap = one("Gap", watermarkGap);
  if (gap.values.some((value) => value !== undefined)) {
    charts.push({
      key: "watermark",
      title: "Watermark gap",
      hint: "How far the watermark, before which late rows are dropped, is behind the batch.",
      kind: "lines",
      series: [gap],
      unit: "time",
      format: duration,
    });
  }
  if (progress.some(({ stateOperators }) => stateOperators.length > 0)) {
    charts.push(
      {
        key: "state",
        title: "State rows",
        hint: "Rows that all stateful operators keep.",
        kind: "lines",
        series: [state("Total", ({ numRowsTotal }) => numRowsTotal)],
        unit: "plain",
        format: count,
      },
      {
        key: "changes",
        title: "State changes",
        hint: "Rows of the state that each batch updated and removed.",
        kind: "lines",
        series: [
          state("Updated", ({ numRowsUpdated }) => numRowsUpdated),
          state("Removed", ({ numRowsRemoved }) => numRowsRemoved ?? 0),
        ],
        unit: "plain",
        format: count,
      },
      {
        key: "memory",
        title: "State memory",
        hint: "Memory that the state of all operators takes.",
        kind: "lines",
        series: [state("Memory", ({ memoryUsedBytes }) => memoryUsedBytes)],
        unit: "bytes",
        format: bytes,
      },
      {
        key: "late",
        title: "Late rows dropped",
        hint: "Rows that came after the watermark had passed them.",
        kind: "bars",
        series: [
          state("Dropped", ({ numRowsDroppedByWatermark }) => numRowsDroppedByWatermark ?? 0),
        ],
        unit: "plain",
        format: count,
      },
    );
  }
  return charts.filter(({ series }) => series.length > 0);
}

/** Metrics of the state's store, one chart each, as Spark's page has them when they are enabled. */
export function customStateCharts(progress: readonly Progress[]): ChartSpec[] {
  const names = new Set(
    progress.flatMap(({ stateOperators }) =>
      stateOperators.flatMap(({ customMetrics }) => Object.keys(customMetrics ?? {})),
    ),
  );
  return [...names]
    .sort((a, b) => a.localeCompare(b))
    .map((name): ChartSpec => {
      const values = progress.map((batch) => customMetric(batch, name));
      const format = /bytes/i.test(name) ? bytes : /time(ms)?$|ms$/i.test(name) ? duration : count;
      return {
        key: `custom-${name}`,
        title: name,
        hint: "Of the state of all operators together, as their store measured it.",
        kind: "lines",
        series: [{ label: name, values }],
        unit: format === bytes ? "bytes" : format === duration ? "time" : "plain",
        format,
      };
    })
    .filter(({ series }) => series.some(({ values }) => values.some((value) => (value ?? 0) > 0)));
}

/** The sum over all operators that have it; -1 stands for "not known". */
function customMetric({ stateOperators }: Progress, name: string): number | undefined {
  const known = stateOperators.flatMap(({ customMetrics }) => {
    const value = customMetrics?.[name];
    return value === undefined || value < 0 ? [] : [value];
  });
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
