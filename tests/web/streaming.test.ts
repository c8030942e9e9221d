import type { Progress } from "@/api/streaming";
import { rate } from "@/base/format";
import { distribution, spread, stacked } from "@/base/series";
import { customStateCharts, operationSeries, streamCharts, watermarkGap } from "@/pages/streaming/charts";
import { parseRange } from "@/pages/streaming/range";

function batch(batchId: number, rest: Partial<Progress> = {}): Progress {
  return {
    ...{ batchId, timestamp: `2026-11-21T08:42:0${batchId}.000Z`, batchDuration: 100 },
    ...{ numInputRows: 5, durationMs: { triggerExecution: 100, addBatch: 60 }, eventTime: {} },
    ...{ stateOperators: [], sources: [], sink: { description: "sink" } },
    ...rest,
  };
}

const state = {
  ...{ operatorName: "dedupe", numRowsTotal: 4, numRowsUpdated: 1, numRowsRemoved: 0 },
  ...{ memoryUsedBytes: 100, numRowsDroppedByWatermark: 2 },
};

test("charts are drawn of what a query has: state and watermark only where there are any", () => {
  const keys = (progress: Progress[]) => streamCharts(progress).map(({ key }) => key);
  const always = ["rates", "rows", "duration", "operations"];
  expect(keys([batch(1)])).toEqual(always);
  expect(keys([batch(1, { eventTime: { watermark: "2026-11-21T08:42:00.000Z" } })])).toEqual([
    ...always,
    "watermark",
  ]);
  expect(keys([batch(1), batch(2, { stateOperators: [state, state] })])).toEqual([
    ...always,
    ...["state", "changes", "memory", "late"],
  ]);
});

test("state is the sum over all operators", () => {
  const charts = streamCharts([batch(1, { stateOperators: [state, state] })]);
  expect(charts.find(({ key }) => key === "state")?.series[0]?.values).toEqual([8]);
});

test("operations stand in the order of a batch, without the whole of it", () => {
  const progress = [
    batch(1, { durationMs: { triggerExecution: 9, zebra: 1, commitOffsets: 2, getBatch: 3 } }),
    batch(2, { durationMs: { triggerExecution: 9, addBatch: 4 } }),
  ];
  const series = operationSeries(progress);
  expect(series.map(({ label }) => label)).toEqual([
    ...["getBatch", "addBatch", "commitOffsets", "zebra"],
  ]);
  expect(series[0]?.values).toEqual([3, undefined]);
  expect(stacked(series)).toEqual([
    [3, 0],
    [3, 4],
    [5, 4],
    [6, 4],
  ]);
});

test("the watermark's gap is told from the batch; unset, there is none", () => {
  expect(watermarkGap(batch(5, { eventTime: { watermark: "2026-11-21T08:42:00.000Z" } }))).toBe(
    5000,
  );
  expect(watermarkGap(batch(5, { eventTime: { watermark: "1970-01-01T00:00:00.000Z" } }))).toBe(
    undefined,
  );
  expect(watermarkGap(batch(5))).toBeUndefined();
});

test("a spread is of the known values", () => {
  expect(spread([undefined, 3, 1, 2])).toEqual({ median: 2, p95: 3, max: 3 });
  expect(spread([undefined])).toBeUndefined();
});

test.each([
  ["1", "2", [1, 2]],
  ["2", "1", undefined],
  ["x", "2", undefined],
  [undefined, "2", undefined],
])("parseRange(%s, %s)", (from, to, range) => expect(parseRange(from, to)).toEqual(range));

test.each([
  [0, "0 rows/s"],
  [12.34, "12.3 rows/s"],
  [12345.6, "12,346 rows/s"],
])("rate(%s)", (value, text) => expect(rate(value)).toBe(text));

test("metrics of the state's store are summed over operators, unknown and empty ones left out", () => {
  const custom = (values: Record<string, number>) => ({ ...state, customMetrics: values });
  const charts = customStateCharts([
    batch(1, {
      stateOperators: [
        custom({ stateBytes: 10, misses: 0, uploaded: -1 }),
        custom({ stateBytes: 5, misses: 0 }),
        state,
      ],
    }),
    batch(2),
  ]);
  expect(charts.map(({ key, unit, series }) => [key, unit, series[0]?.values])).toEqual([
    ["custom-stateBytes", "bytes", [15, undefined]],
  ]);
});

test("a distribution counts values by their height, the top one in the last part", () => {
  const series = [
    { label: "a", values: [0, 9, 10, 49, 100, undefined] },
    { label: "b", values: [50] },
  ];
  expect(distribution(series, 100, 2)).toEqual([
    [4, 1],
    [0, 1],
  ]);
  expect(distribution(series, 0, 2)[0]).toEqual([0, 0]);
});
