import { Graph, layout as place } from "@dagrejs/dagre";

/** Boxes and arrows to be placed, in pixels. Knows nothing of plans or drawing. */
export interface Unplaced {
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

const between = 28;
const below = 52;
const margin = 24;
/** Room of a cluster around what it holds; its name stands at the top. */
const padding = 10;
const heading = 22;

/**
 * Inputs on top, the result at the bottom. Clusters are boxes around what they hold: dagre can
 * place them itself, but takes ten times as long, and what they hold is a chain, which stays
 * together anyway.
 */
export function layout({ nodes, edges }: Unplaced): Placed {
  const graph = new Graph();
  graph.setGraph({
    ...{ rankdir: "TB", nodesep: between, ranksep: below, marginx: margin, marginy: margin },
    ranker: "tight-tree",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(String(id), { width, height });
  for (const { from, to } of edges) graph.setEdge(String(from), String(to));
  place(graph);
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
