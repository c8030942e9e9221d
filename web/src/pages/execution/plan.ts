import type { Execution, SqlMetric, SqlNode } from "../../api/sql";
import { bytes, count, duration, percent } from "../../base/format";

/** An operator of a plan, or a cluster of operators that run as one. */
export interface PlanNode {
  id: number;
  name: string;
  description: string;
  metrics: readonly SqlMetric[];
  /** The cluster that it is in. */
  cluster?: number;
  /** Rows that it passes on. */
  rows?: number;
  /** Their size, where it was measured. */
  bytes?: number;
  /** The longest of its times, added up over all tasks, in milliseconds. */
  time?: number;
  /** Of the times of all, 0..1. What is in a cluster shares its time. */
  share?: number;
}

export interface Plan {
  nodes: readonly PlanNode[];
  clusters: readonly PlanNode[];
  edges: readonly { from: number; to: number }[];
  /** The largest `time` of all, to compare with. */
  longest: number;
}

const clusterName = /^WholeStageCodegen \((\d+)\)$/;

/**
 * Nodes are numbered from the result down, a cluster before what it holds. Its number is no
 * proof, because a cached plan inside the plan counts its own clusters from 1 again: a node is in
 * the last cluster of its number before it.
 */
function clusterOf(node: SqlNode, clusters: readonly SqlNode[]): number | undefined {
  if (node.wholeStageCodegenId === undefined) return undefined;
  const numbered = `WholeStageCodegen (${node.wholeStageCodegenId})`;
  return clusters
    .filter(({ nodeId, nodeName }) => nodeId < node.nodeId && nodeName === numbered)
    .reduce<number | undefined>((last, { nodeId }) => Math.max(last ?? 0, nodeId), undefined);
}

export function milliseconds({ unit, total }: SqlMetric): number | undefined {
  if (total === undefined) return undefined;
  if (unit === "ms") return total;
  return unit === "ns" ? total / 1e6 : undefined;
}

/** What tells the size of the rows that an operator passes on, the best first. */
const sizes = ["data size", "shuffle bytes written", "size of files read"];

function bytesOf({ metrics }: SqlNode): number | undefined {
  const totals = sizes.map(
    (wanted) => metrics.find(({ name, unit }) => name === wanted && unit === "bytes")?.total,
  );
  return totals.find((total) => total !== undefined);
}

function toNode(node: SqlNode, cluster: number | undefined): PlanNode {
  const times = node.metrics.flatMap((metric) => milliseconds(metric) ?? []);
  const size = bytesOf(node);
  const rows = node.metrics.find(({ name }) => name === "number of output rows")?.total;
  return {
    id: node.nodeId,
    name: node.nodeName,
    description: node.desc,
    metrics: node.metrics,
    ...(cluster !== undefined && { cluster }),
    ...(rows !== undefined && { rows }),
    ...(size !== undefined && { bytes: size }),
    ...(times.length > 0 && { time: Math.max(...times) }),
  };
}

export function planOf({ nodes, edges }: Pick<Execution, "nodes" | "edges">): Plan {
  const clusters = nodes.filter(({ nodeName }) => clusterName.test(nodeName));
  const inside = nodes
    .filter((node) => !clusters.includes(node))
    .map((node) => toNode(node, clusterOf(node, clusters)));
  const around = clusters.map((node) => toNode(node, undefined));
  const all = [...around, ...inside.filter(({ cluster }) => cluster === undefined)].reduce(
    (sum, { time }) => sum + (time ?? 0),
    0,
  );
  const shared = (node: PlanNode): PlanNode =>
    node.time === undefined || all === 0 ? node : { ...node, share: node.time / all };
  const operators = inside.map(shared);
  const held = around.map(shared);
  const known = new Set(operators.map(({ id }) => id));
  return {
    nodes: operators,
    clusters: held.filter(({ id }) => operators.some(({ cluster }) => cluster === id)),
    edges: edges
      .filter(({ fromId, toId }) => known.has(fromId) && known.has(toId))
      .map(({ fromId, toId }) => ({ from: fromId, to: toId })),
    longest: Math.max(0, ...[...operators, ...held].map(({ time }) => time ?? 0)),
  };
}

/** 0.42 ms would be rounded away among durations. */
function nanoseconds(value: number): string {
  const inMilliseconds = value / 1e6;
  return inMilliseconds > 0 && inMilliseconds < 10
    ? `${Number(inMilliseconds.toFixed(inMilliseconds < 0.1 ? 3 : 1))} ms`
    : duration(inMilliseconds);
}

export function metricText({ unit }: SqlMetric, value: number | undefined): string {
  if (value === undefined) return "–";
  switch (unit) {
    case "ms":
      return duration(value);
    case "ns":
      return nanoseconds(value);
    case "bytes":
      return bytes(value);
    case "count":
      return Number.isInteger(value) ? count(value) : value.toFixed(1);
    case "unknown":
      return String(value);
  }
}

/** A metric in one line: what it comes to. */
export function metricLine(metric: SqlMetric): string {
  const known = metric.total ?? metric.median;
  const text =
    metric.unit === "unknown" || known === undefined
      ? metric.value.split("\n").at(-1)
      : metricText(metric, known);
  return `${metric.name}: ${text}`;
}

/** What stands at the arrow out of a node. */
export function passedOn({ rows, bytes: size }: PlanNode): string {
  const told = [
    rows === undefined ? "" : `${count(rows)} ${rows === 1 ? "row" : "rows"}`,
    size === undefined ? "" : bytes(size),
  ];
  return told.filter(Boolean).join(", ");
}

/** The text below a node's name. */
export function linesOf(node: PlanNode, detailed: boolean): string[] {
  if (detailed) return node.metrics.map(metricLine);
  const told = [
    node.rows === undefined ? undefined : `${count(node.rows)} ${node.rows === 1 ? "row" : "rows"}`,
    node.time === undefined || node.time < 1 ? undefined : duration(node.time),
    node.share === undefined || node.share < 0.01 ? undefined : percent(node.share),
  ].filter((text) => text !== undefined);
  return told.length > 0 ? [told.join(" · ")] : [];
}
