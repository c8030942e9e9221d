import type { StageExecutors, StageLanes, StageRdd } from "@/api/stage_views";
import type { Stage } from "@/api/stages";
import { everyTask, filterParameters, taskPagePath } from "@/api/tasks";
import { amount, strength, tickUnit } from "@/pages/stage/amounts";
import { peakLabel, stageExecutorColumns, stageExecutors } from "@/pages/stage/executor_columns";
import { badTasks, describeHit, laneKinds, lanePicture, lanesShown } from "@/pages/stage/lanes_view";
import { faces, idList, marksOf, scopeBox, scopes, unplaced } from "@/pages/stage/rdd_graph";
import { formatQuantiles, quantileLabel, readQuantiles } from "@/pages/stage/quantile_choice";
import { chosenColumns, formatColumns, named, usualColumns } from "@/pages/stage/task_columns";
import { filterMarks, filterQuery, taskFilter, taskQuery } from "@/pages/stage/task_query";

const stage = {
  inputBytes: 5,
  numFailedTasks: 0,
  numKilledTasks: 0,
  accumulatorUpdates: [
    { id: 1, name: "internal.metrics.resultSize", value: "9" },
    { id: 2, name: "rows seen", value: "7" },
    { id: 3, value: "7" },
  ],
} as Stage;

describe("the address", () => {
  const full = {
    ...{ status: "failed", executor: "3", host: "a", failure: "0f", q: "boom", speculative: "1" },
    ...{ launch: "10-20", took: "1-2", alive: "30-40" },
  };
  test("says which tasks, and back", () => {
    expect(filterQuery(taskFilter(full))).toEqual(full);
    expect(taskFilter({})).toEqual(everyTask);
    expect(taskFilter({ status: "nothing", launch: "20-10", speculative: "yes" })).toEqual(everyTask);
  });
  test("becomes the server's parameters", () => {
    expect(filterParameters(everyTask)).toEqual({});
    expect(filterParameters(taskFilter(full))).toEqual({
      ...{ status: "FAILED", executor: "3", host: "a", failure: "0f", q: "boom" },
      ...{ speculative: "true", launchFrom: "10", launchTo: "20", durationFrom: "1" },
      ...{ durationTo: "2", aliveFrom: "30", aliveTo: "40" },
    });
  });
  test("says what to ask of each task", () => {
    const query = taskQuery({ sort: "-gcTime", page: "3", host: "a" }, ["index", "gcTime"]);
    expect(query).toMatchObject({ offset: 100, limit: 50, sort: "gcTime", descending: true });
    const path = taskPagePath({ app: { appId: "x" }, stageId: 1, stageAttempt: 0 }, query);
    const [, search] = path.split("?");
    const parameters = new URLSearchParams(search);
    expect(parameters.get("host")).toBe("a");
    const fields = parameters.get("fields")?.split(",") ?? [];
    expect(fields).toContain("tasks.gcTime");
    expect(fields.filter((field) => field === "tasks.index")).toHaveLength(1);
  });
  test("lets go of one thing at a time", () => {
    const marks = filterMarks(taskFilter(full));
    expect(marks).toHaveLength(7);
    expect(marks[0]).toEqual({ text: "Executor 3", without: { executor: "" } });
    expect(filterMarks(everyTask)).toEqual([]);
  });
});

describe("columns", () => {
  test("are those that the stage has something to say about, unless others are chosen", () => {
    const usual = usualColumns(stage);
    expect(usual).toContain("inputBytes");
    expect(usual).toContain("accumulators");
    expect(usual).not.toContain("outputBytes");
    expect(usual).not.toContain("error");
    expect(chosenColumns(undefined, stage).map(({ key }) => key)).toEqual(usual);
    expect(chosenColumns("nothing", stage).map(({ key }) => key)).toEqual(usual);
    expect(chosenColumns("duration,index", stage).map(({ key }) => key)).toEqual([
      ...["index", "duration"],
    ]);
  });
  test("stand in the address only when they are not the usual ones", () => {
    expect(formatColumns(usualColumns(stage).toReversed(), stage)).toBe("");
    expect(formatColumns(["host", "index"], stage)).toBe("index,host");
  });
  test("show the program's own accumulators", () => {
    expect(named(stage).map(({ id }) => id)).toEqual([2]);
  });
});

describe("quantiles", () => {
  test.each([
    ["", [0, 0.25, 0.5, 0.75, 1]],
    ["0.99 , .01;0.5", [0.01, 0.5, 0.99]],
    ["5%, 50 %", [0.05, 0.5]],
    ["1, 1, 100%", [1]],
  ])("of %j are read", (text, quantiles) => {
    expect(readQuantiles(text)).toEqual({ quantiles });
  });
  test.each([
    ["0.5, p99", "“p99” is no quantile"],
    ["99", "“99” is no quantile"],
    ["-0.5", "“-0.5” is no quantile"],
    ["101%", "“101%” is no quantile"],
    ["1e400", "“1e400” is no quantile"],
    [".", "“.” is no quantile"],
    [Array.from({ length: 13 }, (_, at) => at / 20).join(), "13 quantiles are too many"],
  ])("of %j are refused", (text, problem) => {
    expect(readQuantiles(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
  test("stand in the address unless they are the usual ones", () => {
    expect(formatQuantiles([0, 0.25, 0.5, 0.75, 1])).toBe("");
    expect(formatQuantiles([0.01, 0.5])).toBe("0.01,0.5");
  });
  test("have names", () => {
    expect([0, 0.07, 0.5, 0.999, 1].map(quantileLabel)).toEqual([
      ...["Min", "7 %", "Median", "99.9 %", "Max"],
    ]);
  });
});

test("amounts have their units", () => {
  expect(amount(1536, "bytes")).toBe("1.5 KiB");
  expect(amount(420_000, "ns")).toBe("0.4 ms");
  expect(amount(1500, "ms")).toBe("1.5 s");
  expect(amount(1500, "count")).toBe("1,500");
  expect(amount(undefined, "ms")).toBe("");
  expect(tickUnit("ns")).toBe("plain");
  for (const [value, word] of [
    [0, "none"],
    [-0.05, "none"],
    [0.2, "weak"],
    [-0.5, "medium, opposite"],
    [0.9, "strong"],
  ] as const) {
    expect(strength(value)).toBe(word);
  }
});

describe("lanes", () => {
  const phases = {
    ...{ schedulerDelay: 10, deserialize: 0, fetchWait: 0, compute: 80, gc: 10 },
    ...{ shuffleWrite: 0, serialize: 0, gettingResult: 0, unknown: 0 },
  };
  const lanes: StageLanes = {
    ...{ start: 0, end: 100, from: 0, to: 100, tasks: 900, total: 50, offset: 40, phases },
    ...{ columns: 4, rows: 2 },
    lanes: [{ name: "7", slots: 2, tasks: 900, taskTime: 100, pixels: "dd..d..." }],
  };
  test("of pixels tell how busy they were", () => {
    expect(lanePicture(lanes).bars).toBeUndefined();
    const at = (time: number) =>
      describeHit(lanes, "executor", { lane: 0, time, step: 25, bar: undefined }, undefined);
    expect(at(10)[0]).toMatch(/^Executor 7 at /);
    expect(at(10)[2]).toBe("100 % busy, mostly compute");
    expect(at(30)[2]).toBe("50 % busy, mostly compute");
    expect(at(99)[2]).toBe("Nothing ran then");
    expect(lanesShown(lanes)).toBe("lanes 41 to 41 of 50");
    expect(laneKinds(lanes).map(({ time }) => time)).toEqual([10, 0, 0, 80, 10, 0, 0, 0, 0]);
  });
  test("of pixels count and mark what did not succeed", () => {
    expect(badTasks(lanes)).toBe("");
    const [lane] = lanes.lanes;
    const marked = {
      ...lanes,
      lanes: [lane, { ...lane, failed: 2, killed: 1200, marks: [1] }] as StageLanes["lanes"],
    };
    expect(badTasks(marked)).toBe("2 failed, 1,200 killed");
    const at = (time: number) =>
      describeHit(marked, "executor", { lane: 1, time, step: 25, bar: undefined }, undefined);
    expect(at(30)).toContain("A task ended here without success");
    expect(at(30)[1]).toBe("900 tasks in all, 2 failed, 1,200 killed, 2 slots");
    expect(at(10)).not.toContain("A task ended here without success");
  });
  test("of tasks tell each", () => {
    const one = Object.fromEntries(Object.entries(phases).map(([key, time]) => [key, [time]]));
    const bars = {
      ...one,
      ...{ taskId: [5], index: [3], attempt: [1], lane: [0], slot: [0], launchTime: [0] },
      status: ["FAILED"],
    } as unknown as NonNullable<StageLanes["bars"]>;
    const told = { ...lanes, bars };
    expect(lanePicture(told).bars).toEqual([
      { lane: 0, slot: 0, start: 0, parts: [10, 0, 0, 80, 10, 0, 0, 0, 0], bad: true },
    ]);
    const lines = describeHit(told, "host", { lane: 0, time: 1, step: 1, bar: 0 }, undefined);
    expect(lines[0]).toBe("Task 3 attempt 1 (id 5), failed");
    expect(lines[1]).toMatch(/^Host 7, .*took 100 ms$/);
    expect(lines.slice(2)).toEqual([
      ...["Scheduler delay 10 ms (10 %)", "Compute 80 ms (80 %)", "GC 10 ms (10 %)"],
    ]);
  });
});

test("executors have the columns that hold something", () => {
  const answer: StageExecutors = {
    ...{ total: 2, executorId: ["1", "2"], address: ["a:1", ""], taskTime: [5, 9] },
    ...{ succeeded: [2, 3], failed: [1, 0], excluded: [0, 1], gcTime: [1, 0] },
    ...{ logs: { "1": { stdout: "http://a" } }, peaks: { OnHeapExecutionMemory: [7, 0] } },
  };
  const rows = stageExecutors(answer);
  expect(rows.map(({ numbers }) => numbers["total"])).toEqual([3, 3]);
  expect(rows.map(({ excluded }) => excluded)).toEqual([false, true]);
  const keys = stageExecutorColumns(answer).map(({ key }) => key);
  expect(keys).toContain("gcTime");
  expect(keys).toContain("peakOnHeapExecutionMemory");
  expect(keys).not.toContain("inputBytes");
  expect(keys.at(-1)).toBe("logs");
  expect(peakLabel("OnHeapExecutionMemory")).toBe("Peak on heap execution memory");
  expect(peakLabel("JVMHeapMemory")).toBe("Peak JVM heap memory");
  expect(peakLabel("ProcessTreeJVMRSSMemory")).toBe("Peak process tree JVMRSS memory");
});

describe("the RDD graph", () => {
  const rdd = (id: number, parentIds: number[], more: Partial<StageRdd> = {}): StageRdd => ({
    ...{ id, name: `R${id}`, callSite: "map at x", partitions: 4, cached: false },
    ...{ storageLevel: "", barrier: false, determinism: "DETERMINATE", parentIds },
    ...more,
  });
  const outer = '{"id":"1","name":"Exchange"}';
  const inner = '{"id":"2","name":"map","parent":{"id":"1","name":"Exchange"}}';
  const rdds = [
    rdd(4, [9], { scope: outer }),
    rdd(5, [4], { scope: inner, cached: true, storageLevel: "Memory" }),
    rdd(6, [5], { scope: "no json", barrier: true, determinism: "UNORDERED" }),
  ];
  test("puts scopes around what they made, one in another", () => {
    const found = scopes(rdds);
    expect(found).toEqual([
      { id: "1", name: "Exchange", members: [4, 5], height: 1 },
      { id: "2", name: "map", members: [5], height: 0 },
    ]);
    const boxes = new Map([4, 5].map((id) => [id, { id, x: 0, y: id * 100, width: 50, height: 40 }]));
    const [around, within] = found.map((scope) => scopeBox(scope, boxes));
    expect(around!.y).toBeLessThan(within!.y);
    expect(around!.x).toBeLessThan(within!.x);
    expect(around!.x + around!.width).toBeGreaterThan(within!.x + within!.width);
  });
  test("marks what is special, in words", () => {
    expect(rdds.map(marksOf)).toEqual([[], ["cached: Memory"], ["barrier", "unordered"]]);
    expect(faces(rdds)[0]?.lines).toContain("reads RDD 9 of other stages");
    expect(faces(rdds, false)[0]?.lines).toContain("reads RDD 9 not shown here");
    expect(idList([1, 2])).toBe("1, 2");
    expect(idList(Array.from({ length: 1022 }, (_, id) => id))).toMatch(/, 19 and 1,002 more$/);
    expect(unplaced(faces(rdds)).edges).toEqual([
      { from: 4, to: 5 },
      { from: 5, to: 6 },
    ]);
  });
});
