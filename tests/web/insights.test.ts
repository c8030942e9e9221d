import {
  type Finding,
  type FindingLink,
  type Insights,
  linkHref,
  linkLabel,
  type PathStep,
  speaksOf,
} from "@/api/insights";
import {
  findingCountText,
  numberText,
  savings,
  savingsText,
  worstCounted,
  worstOf,
} from "@/base/findings";
import { toneOf } from "@/base/time_lanes";
import { drawnParts, partWords, wallParts } from "@/base/wall_parts";
import {
  describeSteps,
  modelError,
  modelFits,
  pathBlocks,
  scalingRows,
  stagesOfPart,
  stepHref,
} from "@/pages/application/insight_views";

const app = { appId: "a" };

test.each<[FindingLink, string, string]>([
  [{ kind: "stage", stageId: 3, attemptId: 1 }, "Stage 3 attempt 1", "/stage/3/1"],
  [{ kind: "task", stageId: 3, attemptId: 0, taskId: 7 }, "Task 7 of stage 3", "/stage/3/0?task=7"],
  [{ kind: "job", jobId: 2 }, "Job 2", "/job/2"],
  [{ kind: "query", executionId: 5 }, "Query 5", "/sql/5"],
  [{ kind: "node", executionId: 5, nodeId: 8 }, "Operator 8 of query 5", "/sql/5?node=8"],
  [{ kind: "node", executionId: 5, nodeId: 8, name: "Sort" }, "Sort of query 5", "/sql/5?node=8"],
  [{ kind: "rdd", rddId: 4 }, "RDD 4", "/storage/4"],
  [{ kind: "executor", executorId: "7" }, "Executor 7", "/executors?executor=7"],
  [{ kind: "executor", executorId: "driver" }, "Driver", "/executors?executor=driver"],
  [{ kind: "host", host: "h:1" }, "Host h:1", "/executors?q=h%3A1"],
  [{ kind: "setting", key: "spark.x" }, "spark.x", "/environment?q=spark.x"],
  [{ kind: "log", name: "2 tasks" }, "The log", "/data"],
])("%j is named %s and leads to %s", (link, label, tail) => {
  expect(linkLabel(link)).toBe(label);
  expect(linkHref(app, link)).toBe(`#/app/a/-${tail}`);
});

function finding(...links: FindingLink[]): Finding {
  return {
    ...{ rule: "r", severity: "note", title: "", text: "", numbers: [], advice: [], links },
    ...{ recoverableMs: 0, recoverableCoreMs: 0 },
  };
}

test("a page shows the findings that speak of its very thing", () => {
  const stage = { kind: "stage", stageId: 3, attemptId: 0 } as const;
  expect(speaksOf(finding({ kind: "stage", stageId: 3, attemptId: 0 }), stage)).toBe(true);
  expect(speaksOf(finding({ kind: "task", stageId: 3, attemptId: 0 }), stage)).toBe(true);
  expect(speaksOf(finding({ kind: "stage", stageId: 3, attemptId: 1 }), stage)).toBe(false);
  expect(speaksOf(finding({ kind: "job", jobId: 3 }), stage)).toBe(false);
  const query = { kind: "query", executionId: 3 } as const;
  expect(speaksOf(finding({ kind: "node", executionId: 3, nodeId: 1 }), query)).toBe(true);
  const executors = { kind: "executors" } as const;
  const setting = (key: string) => finding({ kind: "setting", key });
  expect(speaksOf(finding({ kind: "host", host: "h" }), executors)).toBe(true);
  expect(speaksOf(setting("spark.executor.memory"), executors)).toBe(true);
  expect(speaksOf(setting("spark.sql.x"), executors)).toBe(false);
});

test.each([
  [30.2, "times", "30x"],
  [0.22, "share", "22 %"],
  [123_000, "ms", "2 m 3 s"],
  [4096, "bytes", "4 KiB"],
  [4096, "bytes_per_second", "4 KiB/s"],
  [1200, "count", "1,200"],
  [2.25, "count", "2.3"],
] as const)("%s as %s is %s", (value, unit, text) => expect(numberText(value, unit)).toBe(text));

test("savings are told where there are any", () => {
  expect(savingsText(savings(6200, 4.2 * 3_600_000, 23_000))).toBe("6.2 s (27 %) and 4.2 core-h");
  expect(savingsText(savings(6200, 0, 0))).toBe("6.2 s");
  expect(savingsText(savings(0, 3_600_000, 1))).toBe("1 core-h");
  expect(savingsText(savings(50, 1000, 100))).toBe("");
});

test("the worst severity counts", () => {
  expect(worstOf(["note", "critical", "warning"])).toBe("critical");
  expect(worstOf([])).toBeUndefined();
});

test.each([
  [{ critical: 1, warning: 2, note: 1 }, "1 critical, 2 warnings, 1 note", "critical"],
  [{ note: 3, critical: 0 }, "3 notes", "note"],
  [undefined, "", undefined],
])("findings %j are %s", (findings, text, worst) => {
  expect(findingCountText(findings)).toBe(text);
  expect(worstCounted(findings)).toBe(worst);
});

test("every part has words, and those that took time add up", () => {
  expect(wallParts.length).toBe(9);
  const drawn = drawnParts([
    { part: "idle", ms: 25 },
    { part: "gc", ms: 0 },
    { part: "of_later", ms: 25 },
    { part: "driver_only", ms: 50 },
  ]);
  expect(drawn.map(({ part, share }) => [part, share])).toEqual([
    ["driver_only", 0.5],
    ["idle", 0.25],
    ["of_later", 0.25],
  ]);
  expect(partWords("of_later").label).toBe("of later");
});

test("the stages that a part is charged to most", () => {
  const stages = [1, 2, 3, 4, 5].map((stageId) => ({
    ...{ stageId, attemptId: 0, ms: 9 },
    parts: stageId === 3 ? {} : { gc: stageId },
  }));
  expect(stagesOfPart(stages, "gc").map(({ stageId }) => stageId)).toEqual([5, 4, 2]);
});

function insights(scaling: Insights["scaling"]): Insights {
  return {
    ...{ verdict: "", duration: 100_000, coreTime: 7_200_000, busyTime: 0, averageCores: 4 },
    ...{ findings: [], wall: [], stages: [], criticalPath: [], scaling },
  };
}

test("what if: compared with what was", () => {
  const rows = scalingRows(
    insights({
      ...{ modelledMs: 99_000, error: -0.01, driverMs: 1, criticalMs: 2, idealMs: 50_000 },
      cases: [
        { factor: 0.5, cores: 2, wallMs: 150_000, coreMs: 0 },
        { factor: 2, cores: 8, wallMs: 100_000, coreMs: 0 },
        { cores: 64, wallMs: 20_000, coreMs: 0 },
      ],
    }),
  );
  expect(rows.map(({ label, wall, change }) => [label, wall, change])).toEqual([
    ["As it was", "1 m 40 s", ""],
    ["The same cores, never idle", "50 s", "50 % less"],
    ["Half the executors", "2 m 30 s", "50 % more"],
    ["Twice the executors", "1 m 40 s", "the same"],
    ["Any number of executors", "20 s", "80 % less"],
  ]);
  expect(scalingRows(insights({}))).toEqual([]);
});

test.each([
  [0.001, "it says what really was"],
  [0.2, "20 % longer"],
  [-0.2, "20 % shorter"],
])("a model's error of %s: %s", (error, text) => expect(modelError(error)).toContain(text));

test("a model that is far off tells nothing", () => {
  expect(modelFits(insights({ error: -0.4 }))).toBe(true);
  expect(modelFits(insights({ error: -0.99 }))).toBe(false);
});

const path: PathStep[] = [
  { kind: "driver", start: 0, end: 500 },
  { kind: "stage", start: 500, end: 800, stageId: 1, attemptId: 0, jobId: 0, executionId: 4 },
  { kind: "gap", start: 800, end: 802, jobId: 0, executionId: 4 },
  { kind: "stage", start: 802, end: 804, stageId: 2, attemptId: 1, jobId: 0 },
  { kind: "driver", start: 804, end: 1000 },
];

test("the critical path is drawn as fine as there are pixels", () => {
  const near = pathBlocks(path, { from: 0, to: 1000 }, 1500);
  expect(near.steps.map((some) => some.length)).toEqual([1, 1, 1, 1, 1]);
  expect(near.blocks.start.map((_, index) => toneOf(near.blocks, index))).toEqual([
    ...["idle", "good", "idle", "good", "idle"],
  ]);
  const far = pathBlocks(path, { from: 0, to: 1000 }, 100);
  expect(far.steps.map((some) => some.length)).toEqual([1, 1, 2, 1]);
  expect(far.blocks.count).toEqual([1, 1, 2, 1]);
  expect(far.blocks.end).toEqual([500, 800, 804, 1000]);
  const crowd = Array.from({ length: 1000 }, (_, index): PathStep => {
    return { kind: "driver", start: index, end: index + 1 };
  });
  const drawn = pathBlocks(crowd, { from: 0, to: 1000 }, 100);
  expect(drawn.blocks.spans).toBe(1000);
  expect(drawn.steps.length).toBeLessThan(100);
  expect(drawn.steps.every((some) => some.length < 100)).toBe(true);
  const part = pathBlocks(path, { from: 600, to: 700 }, 100);
  expect(part.steps.map(([first]) => first?.stageId)).toEqual([1]);
  expect(pathBlocks([], { from: 0, to: 1 }, 100).blocks.lanes).toBe(0);
});

test("a step says what everything waited for, and leads there", () => {
  expect(describeSteps(path.slice(0, 1))).toBe("Driver: no job was running. 500 ms");
  expect(describeSteps(path.slice(1, 2))).toBe(
    "Stage 1: everything waited for it, query 4. 300 ms",
  );
  expect(describeSteps(path.slice(1, 4))).toContain("3 steps, 304 ms");
  expect(path.map((step) => stepHref(app, step))).toEqual([
    "#/app/a/-/jobs",
    "#/app/a/-/stage/1/0",
    "#/app/a/-/sql/4",
    "#/app/a/-/stage/2/1",
    "#/app/a/-/jobs",
  ]);
});
