import type { Execution, SqlMetric, SqlNode } from "../../api/sql";
import { bytes, count, duration } from "../../base/format";

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
  /** The longest of its times, added up over all tasks, in milliseconds. */
  time?: number;
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

function toNode(node: SqlNode, cluster: number | undefined): PlanNode {
  const times = node.metrics.flatMap((metric) => milliseconds(metric) ?? []);
  const rows = node.metrics.find(({ name }) => name === "number of output rows")?.total;
  return {
    id: node.nodeId,
    name: node.nodeName,
    description: node.desc,
    metrics: node.metrics,
    ...(cluster !== undefined && { cluster }),
    ...(rows !== undefined && { rows }),
    ...(times.length > 0 && { time: Math.max(...times) }),
  };
}

export function planOf({ nodes, edges }: Pick<Execution, "nodes" | "edges">): Plan {
  const clusters = nodes.filter(({ nodeName }) => clusterName.test(nodeName));
  const operators = nodes
    .filter((node) => !clusters.includes(node))
    .map((node) => toNode(node, clusterOf(node, clusters)));
  const known = new Set(operators.map(({ id }) => id));
  const held = clusters.map((node) => toNode(node, undefined));
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

/** The text below a node's name. */
export function linesOf(node: PlanNode, detailed: boolean): string[] {
  if (detailed) return node.metrics.map(metricLine);
  const told = [
    node.rows === undefined ? undefined : `${count(node.rows)} ${node.rows === 1 ? "row" : "rows"}`,
    node.time === undefined || node.time < 1 ? undefined : duration(node.time),
  ].filter((text) => text !== undefined);
  return told.length > 0 ? [told.join(" · ")] : [];
}
