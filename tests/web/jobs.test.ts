import type { GraphRdd, GraphStage, ListedJob } from "@/api/jobs";
import { type DescriptionPart, descriptionParts, listedDescription } from "@/base/description";
import { barOf, jobDuration, killReasons, spanOf, stagesOf, tasksOf } from "@/pages/application/job_list";
import { layoutGraph } from "@/base/graph_layout";
import { describeRdd, scopeLines, stageBox, stageEdges } from "@/pages/application/stage_graph";

const job = (start?: number, end?: number) =>
  ({ ...(start !== undefined && { start }), ...(end !== undefined && { end }) }) as ListedJob;

test("bars of a waterfall stand in the time of all that are shown", () => {
  const jobs = [job(100, 200), job(150), job()];
  const span = spanOf(jobs, 300);
  expect(span).toEqual({ from: 100, to: 300 });
  expect(jobs.map((one) => span && barOf(one, span, 300))).toEqual([
    { left: 0, width: 0.5 },
    { left: 0.25, width: 0.75 },
    undefined,
  ]);
  expect(jobs.map((one) => jobDuration(one, 300))).toEqual([100, 150, undefined]);
  expect(spanOf([job()], 300)).toBeUndefined();
});

test("what had to run is at least what ran, also of what was to be skipped", () => {
  const counts = (total: number, complete: number, skipped: number) => ({
    ...{ total, complete, skipped, active: 0, failed: 0, killed: 0 },
  });
  const ran = { stages: counts(3, 1, 1), tasks: counts(7, 7, 4) } as unknown as ListedJob;
  expect([stagesOf(ran), tasksOf(ran)]).toEqual([2, 7]);
});

test("why tasks were killed", () => {
  expect(killReasons({ killedTasksSummary: {} } as ListedJob)).toBeUndefined();
  expect(killReasons({ killedTasksSummary: { slow: 2, "no use": 1 } } as unknown as ListedJob)).toBe(
    "2 killed: slow; 1 killed: no use",
  );
});

const rdd = (id: number, scope: string, more: Partial<GraphRdd> = {}): GraphRdd => ({
  ...{ id, name: `Rdd${id}`, scope, callsite: "", cached: false, barrier: false },
  ...{ determinism: "DETERMINATE", ...more },
});
const stage = (stageId: number, parentIds: number[], rdds: GraphRdd[] = []) =>
  ({ stageId, parentIds, rdds }) as unknown as GraphStage;

test("neighbours of one scope share a line, and very many are cut", () => {
  expect(
    scopeLines([rdd(1, "map"), rdd(2, "map"), rdd(3, ""), rdd(4, "map")]).map(
      ({ name, rdds }) => [name, rdds.length],
    ),
  ).toEqual([
    ["map", 2],
    ["Rdd3", 1],
    ["map", 1],
  ]);
  const many = stageBox(stage(0, [], Array.from({ length: 9 }, (_, id) => rdd(id, `scope ${id}`))));
  expect([many.lines.length, many.more]).toEqual([5, 4]);
  expect(stageBox(stage(0, [])).height).toBeLessThan(many.height);
});

test("arrows only between stages that are there", () => {
  expect(stageEdges([stage(1, [0]), stage(2, [1, 9])])).toEqual([{ from: 1, to: 2 }]);
});

test("a stage stands to the right of those that it reads from", () => {
  const { nodes, edges, width } = layoutGraph({
    direction: "right",
    nodes: [0, 1, 2].map((id) => ({ id, width: 100, height: 40 })),
    edges: [
      { from: 0, to: 2 },
      { from: 1, to: 2 },
    ],
  });
  const x = (id: number) => nodes.find((node) => node.id === id)?.x ?? 0;
  expect(x(2)).toBeGreaterThan(x(0) + 100);
  expect(x(1)).toBe(x(0));
  expect(width).toBeGreaterThan(x(2) + 100);
  expect(edges.every(({ points }) => points.length > 1)).toBe(true);
});

test("an RDD says what Spark says of it", () => {
  expect(
    describeRdd(rdd(5, "", { cached: true, determinism: "UNORDERED", callsite: "map at a.py:3" })),
  ).toBe("Rdd5 [5] (cached, unordered) at map at a.py:3");
  expect(describeRdd(rdd(6, ""))).toBe("Rdd6 [6]");
});

const descriptions: [string, DescriptionPart[]][] = [
  ["plain", [{ text: "plain" }]],
  ["a < b", [{ text: "a < b" }]],
  [
    'batch <a href="/StreamingQuery/statistics?id=1">1</a><br/>of <span>x</span>',
    [
      { text: "batch " },
      { text: "1", href: "/StreamingQuery/statistics?id=1" },
      { text: " " },
      { text: "of " },
      { text: "x" },
    ],
  ],
  ...[
    '<a href="javascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="https://evil.example">x</a>',
    '<a href="/x" onclick="y">x</a>',
    "<script>alert(1)</script>",
    "<img src=x>",
    "<br",
  ].map((text): [string, DescriptionPart[]] => [text, [{ text }]]),
];
test.each(descriptions)("a description: %s", (text, parts) => expect(descriptionParts(text)).toEqual(parts));

test.each([
  ["count at a.py:1", "count at a.py:1"],
  [" \n ", ""],
  [undefined, ""],
  [
    'Spark Connect - session_id: "e9"\nuser_context {\n  user_id: "ann"\n}\nplan {\n  root {\n    common {\n      plan_...',
    "Connect request of ann",
  ],
  [
    'Spark Connect - session_id: "e9"\nuser_context {\n  user_id: "bob <b>"\n}\nplan {\n  command {\n    write_operati...',
    "Connect request of bob <b>: write_operati…",
  ],
])("a list shows %j as %j", (text, shown) => expect(listedDescription(text)).toBe(shown));
