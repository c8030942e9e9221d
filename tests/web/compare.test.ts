import {
  type ComparedOperator,
  type ComparedQuery,
  type ComparedStage,
  type Comparison,
  comparePath,
  planPath,
  type StagePair,
} from "@/api/compare";
import type { TaskQuantiles } from "@/api/stages";
import { curvePoints, nearestShare, shareWords, topOfCurves } from "@/base/quantile_curves";
import {
  changeText,
  curveMetrics,
  deltaText,
  figuresOf,
  metricRows,
  openPair,
  pairKey,
  pairText,
  scales,
  wallChanges,
  wallOf,
} from "@/pages/compare/compare_views";
import {
  countsText,
  foldText,
  matchTitle,
  openQuery,
  planRows,
  planText,
  queryKey,
  saysOf,
} from "@/pages/compare/plan_rows";

test.each([
  [100, 178, "78 % more"],
  [100, 60, "40 % less"],
  [100, 340, "3.4x"],
  [100, 100, "the same"],
  [1000, 1001, "the same"],
  [0, 5, "new"],
  [5, 0, "gone"],
  [0, 0, "the same"],
  [undefined, 5, ""],
])("from %s to %s it is %s", (a, b, text) => expect(changeText(a, b)).toBe(text));

test.each([
  [12_000, "+12 s"],
  [-1500, "−1.5 s"],
  [0.2, "–"],
])("a difference of %s ms is %s", (delta, text) => expect(deltaText(delta)).toBe(text));

test("metrics are told with what is usual", () => {
  const rows = metricRows([
    {
      ...{ name: "duration", unit: "ms", a: 23_000, b: 41_000, outside: true },
      band: { low: 21_000, high: 25_000 },
    },
    { name: "input", unit: "bytes", b: 1024 },
    { name: "core time", unit: "ms", a: 3_600_000, b: 7_200_000 },
    { name: "spill", unit: "bytes", a: 0, b: 0 },
  ]);
  expect(rows).toEqual([
    {
      ...{ name: "Duration", a: "23 s", b: "41 s", change: "78 % more" },
      ...{ usual: "21 s to 25 s", outside: true },
    },
    { name: "Input", a: "–", b: "1 KiB", change: "", usual: "", outside: false },
    {
      ...{ name: "Core-hours", a: "1 core-h", b: "2 core-h", change: "2x" },
      ...{ usual: "", outside: false },
    },
  ]);
});

test("two bars stand on one scale, and what changed most comes first", () => {
  const comparison = {
    wall: [
      { part: "compute", a: 1000, b: 1000 },
      { part: "gc", a: 0, b: 500 },
      { part: "io", a: 20, b: 15 },
      { part: "idle", a: 1000, b: 2525 },
    ],
  } as Comparison;
  expect(scales(comparison)).toEqual({ a: 0.5, b: 1 });
  expect(wallOf(comparison, "b").map(({ ms }) => ms)).toEqual([1000, 500, 15, 2525]);
  expect(wallChanges(comparison)).toEqual([
    { part: "idle", delta: 1525 },
    { part: "gc", delta: 500 },
  ]);
});

test.each([
  [3, 4, "3 → 4"],
  [3, 3, "3"],
  [3, undefined, "3"],
  [undefined, 4, "4"],
  [0, 0, "–"],
  [0, 4, "0 → 4"],
])("a pair of %s and %s is %s", (a, b, text) => expect(pairText(a, b, String)).toBe(text));

test("the server is asked for the two of the address", () => {
  expect(comparePath({ a: "x", b: "y/2" })).toBe("api/dashboard/compare?a=x&b=y%2F2");
  const runs = { a: "x", b: "y/2" };
  expect(planPath(runs, { a: 3, b: 5 })).toBe(
    "api/dashboard/compare/plan?a=x&b=y%2F2&queryA=3&queryB=5",
  );
});

describe("quantiles over each other", () => {
  const shares = [0, 0.5, 0.75, 0.95, 1];
  const stage = (stageId: number, attemptId = 0, quantiles?: number[]) =>
    ({ stageId, attemptId, ...(quantiles && { quantiles }) }) as ComparedStage;
  const pair = (a?: ComparedStage, b?: ComparedStage): StagePair => ({
    ...{ name: "count", delta: 0 },
    ...(a && { a }),
    ...(b && { b }),
  });

  test("as lines of one height", () => {
    expect(topOfCurves([1, 2], undefined, [1, 10])).toBeCloseTo(10.5);
    expect(topOfCurves([0, 0])).toBe(1);
    expect(curvePoints([0, 0.5, 1], [0, 5, 10], { width: 200, height: 100, top: 20 })).toBe(
      "0.0,100.0 100.0,75.0 200.0,50.0",
    );
    expect([0.6, 0.9, 1, -1].map((wanted) => nearestShare(shares, wanted))).toEqual([1, 3, 4, 0]);
    expect([0, 0.5, 0.95, 1].map(shareWords)).toEqual([
      ...["The least", "The median", "95 % at most", "The most"],
    ]);
    expect(figuresOf(shares, [1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5]);
  });

  test("the address names the open pair; unless it does, the first one with a picture is open", () => {
    const all = [pair(undefined, stage(3, 1, [1])), pair(stage(2, 0, [1]), stage(4, 0, [2]))];
    expect(all.map(pairKey)).toEqual(["-3.1", "2-4"]);
    expect(openPair(all, undefined)).toBe("2-4");
    expect(openPair(all, "-3.1")).toBe("-3.1");
    expect(openPair(all, "none")).toBe("none");
    expect(openPair([], undefined)).toBe("none");
  });

  test("durations at once, other metrics when they are known, nothing where no task had any", () => {
    const known = pair(stage(1, 0, [1, 2]), stage(1, 0, [3, 4]));
    const durations = curveMetrics(known, undefined, undefined);
    expect(durations.map(({ label, a, b }) => [label, a, b])).toEqual([
      ["Duration", [1, 2], [3, 4]],
    ]);
    const none = [0, 0];
    const base = {
      quantiles: [0, 1],
      ...{ duration: [1, 2], jvmGcTime: none, schedulerDelay: none },
      ...{ executorDeserializeTime: none, resultSerializationTime: none, gettingResultTime: none },
      ...{ peakExecutionMemory: none, memoryBytesSpilled: none, diskBytesSpilled: none },
      inputMetrics: { bytesRead: none, recordsRead: none },
      outputMetrics: { bytesWritten: none, recordsWritten: none },
      shuffleReadMetrics: {
        ...{ readBytes: none, readRecords: none, fetchWaitTime: none, remoteBytesRead: none },
      },
      shuffleWriteMetrics: { writeBytes: none, writeRecords: none, writeTime: none },
    } as unknown as TaskQuantiles;
    const spilt = { ...base, diskBytesSpilled: [0, 9] };
    const all = curveMetrics(known, base, spilt);
    expect(all.map(({ label }) => label)).toEqual(["Duration", "GC time", "Spill (disk)"]);
    expect(all[2]).toMatchObject({ a: [0, 0], b: [0, 9] });
    expect(curveMetrics(pair(stage(1)), undefined, undefined)).toEqual([]);
  });
});

describe("two plans", () => {
  const operator = (change: ComparedOperator["change"], name: string): ComparedOperator => ({
    ...{ change, depth: 0, words: "" },
    ...(change !== "onlyB" && { a: { nodeId: 1, name } }),
    ...(change !== "onlyA" && { b: { nodeId: 2, name } }),
  });
  const query = (more: Partial<ComparedQuery>): ComparedQuery => ({
    ...{ description: "load", samePlan: true, delta: 0 },
    a: { executionId: 3, duration: 1 },
    b: { executionId: 5, duration: 1 },
    ...more,
  });
  const counts = { same: 1, changed: 0, onlyA: 0, onlyB: 0 };
  const names = { removed: [], added: [] };
  const aligned = { ...names, aligned: true as const, nodes: [] };

  test("what is the same is folded, unless all of it is wanted", () => {
    const numbers = [{ name: "rows", unit: "count" as const, a: 1, b: 9 }];
    const all = [
      ...[operator("same", "Project"), operator("same", "Filter"), operator("changed", "Sort")],
      ...[operator("same", "Exchange"), { ...operator("same", "Scan"), numbers }],
    ];
    const shape = (rows: ReturnType<typeof planRows>) =>
      rows.map(({ operators, at }) => [at, operators.length]);
    expect(shape(planRows(all, false))).toEqual([
      ...[[0, 2], [2, 1], [3, 1], [4, 1]],
    ]);
    expect(planRows(all, true)).toHaveLength(5);
    expect(foldText(all.slice(0, 2))).toBe("2 operators the same: Project, Filter");
    expect(foldText([...all, ...all])).toBe(
      "10 operators the same: Project, Filter, Sort and 7 more",
    );
  });

  test.each([
    [query({}), "the same"],
    [query({ samePlan: false, planDiff: { ...names, aligned: false } }), "another"],
    [query({ planDiff: { ...aligned, ...counts, changed: 2 } }), "changed in part"],
    [query({ planDiff: { ...aligned, ...counts } }), "the same, with other numbers"],
  ])("%# is told in words", (one, text) => expect(planText(one)).toBe(text));

  test.each([
    ["count at app.py:12", "In A it is “count at app.py:12”, with the same plan but for values and numbers"],
    ["", "In A it is without a description, with the same plan but for values and numbers"],
  ])("a query that was matched by its plan tells what %j became", (description, title) => {
    const side = { executionId: 3, duration: 1, description };
    expect(matchTitle(query({ matchedBy: "plan", a: side }))).toBe(title);
  });

  test("an operator says what differs, each side its own", () => {
    const join: ComparedOperator = {
      ...{ ...operator("changed", "SortMergeJoin"), sidesSwapped: true },
      details: [{ of: "build side", b: "left" }],
      numbers: [{ name: "rows", unit: "bytes", a: 1024 }],
    };
    expect(saysOf(join, "a").map(({ of, value }) => `${of} ${value}`)).toEqual([
      ...["build side none", "rows 1 KiB"],
    ]);
    expect(saysOf(join, "b").map(({ of, value }) => `${of} ${value}`)).toEqual([
      ...["sides swapped", "build side left", "rows none"],
    ]);
  });

  test("what changed is counted, and the first that changed is open", () => {
    expect(countsText({ same: 12, changed: 2, onlyA: 0, onlyB: 1 })).toBe(
      "2 changed, 1 only in B, 12 the same",
    );
    const changed = query({ planDiff: { ...aligned, ...counts, changed: 1 } });
    const gone = { description: "gone", samePlan: false, delta: 0 } as ComparedQuery;
    expect(openQuery([gone, query({}), changed], undefined)).toBe("3-5");
    expect(openQuery([changed], "none")).toBe("none");
    expect(openQuery([query({})], undefined)).toBe("none");
    expect(queryKey(gone)).toBe("-");
  });
});
