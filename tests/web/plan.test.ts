import type { SqlMetric, SqlNode } from "@/api/sql";
import { executionPagePath } from "@/api/sql";
import { faceOf, neighbour } from "@/pages/execution/figures";
import { curve, layoutGraph } from "@/base/graph_layout";
import { linesOf, metricLine, metricText, passedOn, planOf } from "@/pages/execution/plan";
import { planSvg } from "@/pages/execution/plan_svg";
import { planDot, splitPlan } from "@/pages/execution/plan_text";
import { centred, firstView, fit, formatView, isSeen, parseView, zoomed } from "@/pages/execution/view";
import { executionQuery, parseOpen, toggleOpen } from "@/pages/sql/execution_query";

const time = (total: number): SqlMetric => ({ name: "duration", value: "", unit: "ms", total });
const rows = (total: number): SqlMetric => ({
  ...{ name: "number of output rows", value: "", unit: "count", total },
});

function node(
  nodeId: number,
  nodeName: string,
  wholeStageCodegenId?: number,
  metrics: SqlMetric[] = [],
): SqlNode {
  const cluster = wholeStageCodegenId === undefined ? {} : { wholeStageCodegenId };
  return { nodeId, nodeName, desc: nodeName, metrics, ...cluster };
}

/** A join of a cached plan, whose clusters are counted from 1 again, as Spark writes it. */
const nodes = [
  node(8, "Range", 1, [rows(30)]),
  node(7, "WholeStageCodegen (1)", undefined, [time(33)]),
  node(6, "Range", 1),
  node(5, "WholeStageCodegen (1)"),
  node(4, "Scan", undefined, [rows(1)]),
  node(3, "Join", 2, [time(5), { ...time(7_000_000), unit: "ns" }]),
  node(2, "Project", 2),
  node(1, "WholeStageCodegen (2)", undefined, [time(18)]),
  node(0, "AdaptiveSparkPlan"),
];
const edges = [
  { fromId: 2, toId: 0 },
  { fromId: 3, toId: 2 },
  { fromId: 4, toId: 3 },
  { fromId: 6, toId: 4 },
  { fromId: 8, toId: 3 },
  { fromId: 99, toId: 3 },
];
const plan = planOf({ nodes, edges });

test("operators are in the cluster that holds them, even where two have one number", () => {
  expect(plan.nodes.map(({ id, cluster }) => [id, cluster])).toEqual([
    ...[
      [8, 7],
      [6, 5],
      [4, undefined],
      [3, 1],
      [2, 1],
      [0, undefined],
    ],
  ]);
  expect(plan.clusters.map(({ id }) => id)).toEqual([7, 5, 1]);
  expect(plan.longest).toBe(33);
});

const size = (name: string, total: number): SqlMetric => ({
  ...{ name, value: "", unit: "bytes", total },
});

test.each([
  [[rows(2), size("data size", 2048)], "2 rows, 2 KiB"],
  [[size("shuffle bytes written", 100), size("data size", 2048)], "2 KiB"],
  [[size("spill size", 100), rows(1)], "1 row"],
  [[], ""],
])("what %j passes on is told at its arrow as %j", (metrics, told) => {
  const [only] = planOf({ nodes: [node(0, "Exchange", undefined, metrics)], edges: [] }).nodes;
  expect(only && passedOn(only)).toBe(told);
});

test("an edge to what is not there is left out", () => {
  expect(plan.edges).toHaveLength(5);
});

test("a node tells its rows and its longest time, or all metrics", () => {
  const join = plan.nodes.find(({ id }) => id === 3);
  const scan = plan.nodes.find(({ id }) => id === 4);
  if (!join || !scan) throw new Error("missing");
  // Of the 51 ms of both clusters.
  expect(linesOf(join, false)).toEqual(["7 ms · 14 %"]);
  expect(linesOf(scan, false)).toEqual(["1 row"]);
  expect(linesOf(join, true)).toEqual(["duration: 5 ms", "duration: 7 ms"]);
});

test.each([
  ["ms", 1500, "1.5 s"],
  ["ns", 418876, "0.4 ms"],
  ["ns", 42_000, "0.042 ms"],
  ["ns", 11_865_857, "12 ms"],
  ["bytes", 2048, "2 KiB"],
  ["count", 30000, "30,000"],
  ["count", 1.25, "1.3"],
  ["ms", undefined, "–"],
] as const)("metricText(%s, %s)", (unit, value, text) =>
  expect(metricText({ name: "", value: "", unit }, value)).toBe(text),
);

test("a metric of unknown unit is told as the data source wrote it", () => {
  expect(metricLine({ name: "m", value: "total\n5 of 7", unit: "unknown", total: 5 })).toBe(
    "m: 5 of 7",
  );
});

const drawn = plan.nodes.map((one) => ({ ...faceOf(one, false), ...one }));
const placed = layoutGraph({
  direction: "down",
  nodes: drawn.map(({ id, width, height, cluster }) => ({
    ...{ id, width, height },
    ...(cluster !== undefined && { cluster }),
  })),
  edges: [...plan.edges],
});
const boxes = new Map(placed.nodes.map((box) => [box.id, box]));
const box = (id: number) => boxes.get(id) ?? { id, x: 0, y: 0, width: 0, height: 0 };

test("data flows down, nothing overlaps, and clusters hold their operators", () => {
  for (const { from, to } of plan.edges) {
    expect(box(from).y + box(from).height).toBeLessThan(box(to).y);
  }
  for (const a of placed.nodes) {
    for (const b of placed.nodes) {
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(a === b || apart).toBe(true);
    }
  }
  for (const { id, cluster } of plan.nodes) {
    const around = placed.clusters.find((one) => one.id === cluster);
    if (!around) continue;
    expect(around.x).toBeLessThan(box(id).x);
    expect(around.y + around.height).toBeGreaterThan(box(id).y + box(id).height);
  }
});

test("a plan of 1,000 operators is laid out, every arrow with its way", () => {
  const many = Array.from({ length: 1000 }, (_, id) => ({ id, width: 150, height: 50 }));
  const arrows = many.slice(1).map(({ id }) => ({ from: id, to: Math.floor((id - 1) / 2) }));
  const result = layoutGraph({ nodes: many, edges: arrows, direction: "down" });
  expect(result.nodes).toHaveLength(1000);
  expect(result.edges.every(({ points }) => points.length >= 2)).toBe(true);
}, 30_000);

test.each([
  ["ArrowDown", 3, 2],
  ["ArrowDown", 0, undefined],
  ["ArrowUp", 2, 3],
  ["ArrowUp", 6, undefined],
  ["Enter", 3, undefined],
])("%s from %i leads to %s", (key, from, to) =>
  expect(neighbour(key, box(from), placed.edges, boxes)).toBe(to),
);

test("keys lead to the nearest neighbour beside", () => {
  const row = [0, 200, 500].map((x, id) => ({ id, x, y: 10 * id, width: 100, height: 50 }));
  const beside = (key: string, from: number) =>
    neighbour(key, row[from]!, [], new Map(row.map((one) => [one.id, one])));
  expect([beside("ArrowRight", 0), beside("ArrowRight", 1), beside("ArrowRight", 2)]).toEqual([
    ...[1, 2, undefined],
  ]);
  expect([beside("ArrowLeft", 2), beside("ArrowLeft", 0)]).toEqual([1, undefined]);
});

test("a small plan is shown whole but not blown up, a large one from what matters", () => {
  const window = { width: 800, height: 600 };
  expect(fit({ width: 200, height: 100 }, window)).toEqual({ x: 300, y: 250, scale: 1 });
  const first = { id: 1, x: 4000, y: 4000, width: 100, height: 50 };
  const view = firstView({ width: 8000, height: 4100 }, window, first);
  expect(view.scale).toBeGreaterThan(0.7);
  expect(isSeen(first, view, window)).toBe(true);
  expect(view.y).toBe(600 - 4100 * view.scale);
});

test("zooming keeps the point under the pointer", () => {
  const view = zoomed({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 });
  expect(view).toEqual({ x: -90, y: -80, scale: 2 });
  expect(zoomed(view, 1000, { x: 0, y: 0 }).scale).toBe(3);
  expect(
    centred(view, { id: 0, x: 0, y: 0, width: 10, height: 10 }, { width: 100, height: 100 }),
  ).toEqual({ x: 40, y: 40, scale: 2 });
});

test("an arrow is a curve from its first point to its last", () => {
  expect(curve([])).toBe("");
  expect(
    curve([
      { x: 0, y: 0 },
      { x: 5, y: 10 },
      { x: 0, y: 20 },
    ]),
  ).toBe("M0,0Q5,10 2.5,15L0,20");
});

test("the initial and the final plan are told apart", () => {
  const text = [
    "== Physical Plan ==",
    "AdaptiveSparkPlan (5)",
    "+- == Final Plan ==",
    "   * Sort (2)",
    "   +- Range (1)",
    "+- == Initial Plan ==",
    "   Sort (4)",
    "   +- Range (3)",
    "",
    "(1) Range",
  ].join("\n");
  expect(splitPlan(text)).toEqual({
    final: "* Sort (2)\n+- Range (1)",
    initial: "Sort (4)\n+- Range (3)",
  });
  expect(splitPlan("== Physical Plan ==\nRange (1)")).toBeUndefined();
});

test("Graphviz gets every operator in its cluster, names quoted", () => {
  const dot = planDot({ ...plan, nodes: [{ ...plan.nodes[0]!, name: 'a "b"' }], edges: [] });
  expect(dot).toContain('subgraph cluster_7 {\n    label="WholeStageCodegen (1)";');
  expect(dot).toContain('8 [label="a \\"b\\""];');
});

test("the address asks the server for one page of queries", () => {
  const query = executionQuery({
    page: "3",
    size: "25",
    sort: "-duration",
    status: "failed",
    q: " x ",
  });
  expect(query).toEqual({
    ...{ offset: 50, limit: 25, sort: "duration", descending: true },
    ...{ search: "x", status: "FAILED" },
  });
  const path = executionPagePath({ appId: "a" }, query);
  const asked = new URLSearchParams(path.split("?")[1]);
  expect(asked.get("sortBy")).toBe("-duration");
  expect(asked.get("search")).toBe("x");
  expect(executionQuery({ sort: "jobs" }).sort).toBe("id");
});

test("parts of queries are opened and closed by the address", () => {
  expect([...parseOpen("3,x,7,")]).toEqual([3, 7]);
  expect(toggleOpen(parseOpen("3"), 12)).toBe("3,12");
  expect(toggleOpen(parseOpen("3,12"), 3)).toBe("12");
});

test("a view in the address shows the same middle in a window of any size", () => {
  const text = formatView({ x: -100, y: 20, scale: 0.5 }, { width: 800, height: 400 });
  expect(text).toBe("1000,360,0.5");
  expect(parseView(text, { width: 800, height: 400 })).toEqual({ x: -100, y: 20, scale: 0.5 });
  expect(parseView(text, { width: 400, height: 400 })).toEqual({ x: -300, y: 20, scale: 0.5 });
});

test.each([undefined, "", "1,2", "1,2,x", "1,,3", "1,2,0", "1,2,-1"])("%j is no view", (text) => {
  expect(parseView(text, { width: 1, height: 1 })).toBeUndefined();
});

test("the drawing as a file holds every node, and nothing of a log as markup", () => {
  const hostile = planOf({
    nodes: [node(0, 'Scan <script>"&\u0000'), node(1, "Filter")],
    edges: [{ fromId: 0, toId: 1 }],
  });
  const faced = new Map(hostile.nodes.map((one) => [one.id, faceOf(one, false)]));
  const at = layoutGraph({
    direction: "down",
    nodes: hostile.nodes.map(({ id }) => ({ id, width: 100, height: 30 })),
    edges: [...hostile.edges],
  });
  const svg = planSvg(hostile, at, faced);
  expect(svg).toContain("Scan &lt;script&gt;&quot;&amp;</text>");
  expect(svg).not.toContain("<script");
  expect(svg.match(/<g>/g)).toHaveLength(2);
  expect(svg.match(/marker-end/g)).toHaveLength(1);
});
