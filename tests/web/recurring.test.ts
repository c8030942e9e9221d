import {
  type JobRun,
  type JobRuns,
  type NoiseBand,
  recurringPath,
  type Regression,
} from "@/api/recurring";
import { bandPath, placePoints, sideOf, topOf } from "@/base/band_chart";
import {
  axisText,
  badRuns,
  drawnMetrics,
  firstBadIndex,
  inOrder,
  picked,
  pointsOf,
  undrawnText,
} from "@/pages/recurring/run_views";
import { regressionMark, regressionText } from "@/tables/regression";

const hour = 3_600_000;

function run(id: string, more: Partial<JobRun> = {}): JobRun {
  return {
    ...{ id, name: id, user: "ada", state: "completed", startTime: 0, duration: 2000 },
    ...{ inputBytes: 0, spillBytes: 0, bands: {}, regressed: [] },
    ...more,
  };
}

function band(low: number, high: number): NoiseBand {
  return { low, high, median: (low + high) / 2, runs: 20 };
}

test.each([
  [9, "below"],
  [10, "within"],
  [20, "within"],
  [21, "above"],
] as const)("of what is usually 10 to 20, %s is %s", (value, side) => {
  expect(sideOf(value, { low: 10, high: 20 })).toBe(side);
  expect(sideOf(value, undefined)).toBe("within");
});

const points = [
  { value: 54, name: "a" },
  { value: undefined, name: "b", band: { low: 0, high: 60 } },
  { value: 108, name: "c", band: { low: 0, high: 60 }, failed: true },
];

test("points stand in their order under one top; what is not known is left out", () => {
  expect(topOf(points)).toBeCloseTo(108 * 1.08);
  const placed = placePoints(points, 300, 108 * 1.08);
  expect(placed.map(({ index, x, side, failed }) => [index, x, side, failed])).toEqual([
    [0, 50, "within", false],
    [2, 250, "above", true],
  ]);
  expect(placed[0]?.y).toBeCloseTo(108 * 0.08 + 54);
  expect(topOf([])).toBeGreaterThan(0);
  expect(topOf([{ value: 0.2, name: "little" }])).toBeCloseTo(0.216);
});

test("the band follows what was usual, with holes where nothing was known", () => {
  expect(bandPath([], 300, 100)).toBe("");
  expect(bandPath(points, 300, 108 * 1.08)).toBe(
    "M100.0,56.6L200.0,56.6L200.0,56.6L300.0,56.6L300.0,116.6L200.0,116.6L200.0,116.6L100.0,116.6Z",
  );
  const known = { value: 1, name: "", band: { low: 0, high: 1 } };
  const unknown = { value: 1, name: "" };
  expect(bandPath([known, unknown, known, known], 400, 10).match(/M/g)).toHaveLength(2);
});

test("what no run had anything of is said, not drawn", () => {
  expect(drawnMetrics([run("a"), run("b")])).toEqual(["duration"]);
  expect(undrawnText(["duration"])).toBe("No run had any core-hours, input or spill.");
  const drawn = drawnMetrics([run("a", { coreTime: 5, inputBytes: 1 }), run("b")]);
  expect(undrawnText(drawn)).toBe("No run had any spill.");
  expect(undrawnText(drawnMetrics([run("a", { coreTime: 5, inputBytes: 1, spillBytes: 1 })]))).toBe("");
});

test("core-hours have round ticks: an axis counts hours", () => {
  const bands = { coreTime: band(hour, 3 * hour) };
  const runs = [
    run("a", { coreTime: 2 * hour, bands }),
    run("b", { state: "lost" }),
    run("c", { coreTime: hour, state: "running" }),
  ];
  const placed = pointsOf(runs, "coreTime");
  expect(placed.map(({ value, failed }) => [value, failed])).toEqual([
    [2, false],
    [undefined, true],
    [undefined, false],
  ]);
  expect(placed[0]?.band).toEqual({ low: 1, high: 3 });
  expect(axisText("coreTime", 2)).toBe("2 core-h");
  expect(axisText("duration", 2000)).toBe("2 s");
  expect(axisText("inputBytes", 1023.6)).toBe("1 KiB");
});

const slower: Regression = {
  ...{ metric: "duration", value: 1_080_000, times: 1.83 },
  band: band(560_000, 640_000.4),
};
const spills: Regression = { metric: "spillBytes", value: 2 ** 30, band: band(0, 0) };

test("what changed is said with what is usual", () => {
  expect(regressionText(slower)).toBe(
    "takes longer than usual: 18 m, 1.8x the median; usual are 9 m 20 s to 10 m 40 s",
  );
  expect(regressionText(spills)).toBe("spills more than usual: 1 GiB; usual are 0 B to 0 B");
  expect([slower, spills].map(regressionMark)).toEqual(["Duration 1.8x", "Spill up"]);
});

test("the first bad run of each metric is found among the runs, the worst metric first", () => {
  const history = [run("c"), run("b", { attemptId: "2" }), run("a")];
  const known: JobRuns = {
    ...{ job: "k", runs: 3, failed: 0, coreTime: 0, lastRun: run("c"), trend: [], offset: 0 },
    ...{ history, regression: spills },
    firstBad: [
      { ...run("b", { attemptId: "2" }), regression: slower },
      { ...run("c"), regression: spills },
    ],
  };
  const runs = history.toReversed();
  expect(firstBadIndex(runs, known, "duration")).toBe(1);
  expect(firstBadIndex(runs, known, "spillBytes")).toBe(2);
  expect(firstBadIndex(runs, known, "coreTime")).toBeUndefined();
  expect(badRuns(known).map(({ id, metric }) => [id, metric])).toEqual([
    ["c", "spillBytes"],
    ["b", "duration"],
  ]);
});

test("two runs are ticked, a third takes the place of the first one", () => {
  expect(picked(["a", "b"], "c")).toEqual(["b", "c"]);
  expect(picked(["a", "b"], "a")).toEqual(["b"]);
  const runs = [run("a"), run("b"), run("c")];
  expect(inOrder(["c", "gone", "a"], runs)).toEqual(["a", "c"]);
});

test("the server is asked for a page of jobs", () => {
  const query = { search: " load ", regressed: true, sort: "-runs", offset: 100, limit: 50 };
  expect(recurringPath(query)).toBe(
    "api/dashboard/jobs?sortBy=-runs&search=load&regressed=true&offset=100&length=50",
  );
});
