import { Graph, layout } from "@dagrejs/dagre";

/** Boxes of stages and arrows between them, in pixels. */
export interface Unplaced {
  nodes: readonly { id: number; width: number; height: number }[];
  edges: readonly { from: number; to: number }[];
}

export interface Placed {
  width: number;
  height: number;
  /** Their upper left corners. */
  nodes: readonly { id: number; x: number; y: number; width: number; height: number }[];
  edges: readonly { from: number; to: number; points: readonly { x: number; y: number }[] }[];
}

const margin = 16;

/** From left to right, as the data goes. */
export function placeStages({ nodes, edges }: Unplaced): Placed {
  const graph = new Graph();
  graph.setGraph({
    ...{ rankdir: "LR", nodesep: 20, ranksep: 48, marginx: margin, marginy: margin },
    ranker: "tight-tree",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(String(id), { width, height });
  for (const { from, to } of edges) graph.setEdge(String(from), String(to));
  layout(graph);
  const placed = nodes.map(({ id, width, height }) => {
    const { x = 0, y = 0 } = graph.node(String(id)) as { x?: number; y?: number };
    return { id, x: x - width / 2, y: y - height / 2, width, height };
  });
  return {
    width: margin + Math.max(0, ...placed.map(({ x, width }) => x + width)),
    height: margin + Math.max(0, ...placed.map(({ y, height }) => y + height)),
    nodes: placed,
    edges: edges.map(({ from, to }) => {
      const edge = graph.edge(String(from), String(to)) as {
        points?: { x: number; y: number }[];
      };
      return { from, to, points: edge.points ?? [] };
    }),
  };
}
