import { Graph, layout } from "@dagrejs/dagre";

/** Where arrows lead. */
export type Direction = "down" | "right";

/** Boxes and arrows to be placed, in pixels. Knows nothing of what they stand for. */
export interface Unplaced {
  direction: Direction;
  nodes: readonly { id: number; width: number; height: number; cluster?: number }[];
  edges: readonly { from: number; to: number }[];
}

export interface Box {
  id: number;
  /** Its upper left corner. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  from: number;
  to: number;
  points: readonly { x: number; y: number }[];
}

export interface Placed {
  width: number;
  height: number;
  nodes: readonly Box[];
  clusters: readonly Box[];
  edges: readonly Arrow[];
}

/** Room around all, beside a box, and along an arrow. */
const room: Readonly<Record<Direction, { margin: number; beside: number; along: number }>> = {
  down: { margin: 24, beside: 28, along: 52 },
  right: { margin: 16, beside: 20, along: 48 },
};
/** Room of a cluster around what it holds; its name stands at the top. */
const padding = 10;
const heading = 22;

/**
 * Inputs first, the result at the end. Clusters are boxes around what they hold: dagre can
 * place them itself, but takes ten times as long, and what they hold is a chain, which stays
 * together anyway.
 */
export function layoutGraph({ nodes, edges, direction }: Unplaced): Placed {
  const { margin, beside, along } = room[direction];
  const graph = new Graph();
  graph.setGraph({
    ...{ nodesep: beside, ranksep: along, marginx: margin, marginy: margin },
    rankdir: direction === "down" ? "TB" : "LR",
    ranker: "tight-tree",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(String(id), { width, height });
  for (const { from, to } of edges) graph.setEdge(String(from), String(to));
  layout(graph);
  const boxes = nodes.map(({ id, width, height }): Box => {
    const { x = 0, y = 0 } = graph.node(String(id)) as { x?: number; y?: number };
    return { id, x: x - width / 2, y: y - height / 2, width, height };
  });
  const clusters = around(nodes, boxes);
  const all = [...boxes, ...clusters];
  return {
    width: margin + Math.max(0, ...all.map(({ x, width }) => x + width)),
    height: margin + Math.max(0, ...all.map(({ y, height }) => y + height)),
    nodes: boxes,
    clusters,
    edges: edges.map(({ from, to }) => {
      const edge = graph.edge(String(from), String(to)) as { points?: Arrow["points"] };
      return { from, to, points: edge.points ?? [] };
    }),
  };
}

function around(nodes: Unplaced["nodes"], boxes: readonly Box[]): Box[] {
  const members = new Map<number, Box[]>();
  nodes.forEach(({ cluster }, index) => {
    const box = boxes[index];
    if (cluster === undefined || !box) return;
    members.set(cluster, [...(members.get(cluster) ?? []), box]);
  });
  return [...members].map(([id, held]) => {
    const left = Math.min(...held.map(({ x }) => x)) - padding;
    const top = Math.min(...held.map(({ y }) => y)) - heading;
    const right = Math.max(...held.map(({ x, width }) => x + width)) + padding;
    const bottom = Math.max(...held.map(({ y, height }) => y + height)) + padding;
    return { id, x: left, y: top, width: right - left, height: bottom - top };
  });
}

/** A soft curve through the points of an arrow. */
export function curve(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return "";
  const middles = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  return [`M${first.x},${first.y}`, ...middles, `L${last.x},${last.y}`].join("");
}
