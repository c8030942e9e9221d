import type { Plan } from "./plan";

/** The plan in Graphviz' language. */
export function planDot({ nodes, clusters, edges }: Plan): string {
  const label = (text: string) => JSON.stringify(text);
  const node = ({ id, name }: { id: number; name: string }) => `  ${id} [label=${label(name)}];`;
  const inCluster = clusters.map(({ id, name }) =>
    [
      `  subgraph cluster_${id} {`,
      `    label=${label(name)};`,
      ...nodes.filter(({ cluster }) => cluster === id).map((one) => `  ${node(one)}`),
      "  }",
    ].join("\n"),
  );
  return [
    "digraph plan {",
    "  node [shape=box];",
    ...inCluster,
    ...nodes.filter(({ cluster }) => cluster === undefined).map(node),
    ...edges.map(({ from, to }) => `  ${from} -> ${to};`),
    "}",
    "",
  ].join("\n");
}

const finalPlan = "== Final Plan ==";
const initialPlan = "== Initial Plan ==";

/** The trees of a plan that was changed while it ran: what came of it, and how it began. */
export function splitPlan(text: string): { final: string; initial: string } | undefined {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.includes(finalPlan));
  const second = lines.findIndex((line) => line.includes(initialPlan));
  if (first < 0 || second < first) return undefined;
  const end = lines.findIndex((line, index) => index > second && line.trim() === "");
  const tree = (from: number, to: number) =>
    unindent(lines.slice(from + 1, to).map((line) => line.trimEnd()));
  return { final: tree(first, second), initial: tree(second, end < 0 ? lines.length : end) };
}

function unindent(lines: readonly string[]): string {
  const depth = Math.min(...lines.map((line) => line.search(/\S/)).filter((at) => at >= 0));
  return Number.isFinite(depth) ? lines.map((line) => line.slice(depth)).join("\n") : "";
}
