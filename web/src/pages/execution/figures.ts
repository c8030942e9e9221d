import type { Box } from "../../base/graph_layout";
import { linesOf, type PlanNode } from "./plan";

/** What is written into a node, and how large that makes it. */
export interface Face {
  name: string;
  lines: readonly string[];
  width: number;
  height: number;
}

export const headHeight = 26;
export const lineHeight = 16;
const nameWidth = 7.4;
const textWidth = 6.4;
const least = 130;
/** The heading of a cluster fits above any node in it. */
const leastInCluster = 176;
const most = 290;

function cut(text: string, width: number, each: number): string {
  const room = Math.floor(width / each);
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

export function faceOf(node: PlanNode, detailed: boolean): Face {
  const lines = linesOf(node, detailed);
  const wanted = Math.max(
    node.name.length * nameWidth,
    ...lines.map((line) => line.length * textWidth),
  );
  const floor = node.cluster === undefined ? least : leastInCluster;
  const width = Math.min(most, Math.max(floor, wanted + 24));
  return {
    name: cut(node.name, width - 20, nameWidth),
    lines: lines.map((line) => cut(line, width - 20, textWidth)),
    width,
    height: headHeight + lines.length * lineHeight + (lines.length > 0 ? 8 : 4),
  };
}

/** Where the arrow keys lead from a node: along the arrows, and to its neighbours beside it. */
export function neighbour(
  key: string,
  from: Box,
  edges: readonly { from: number; to: number }[],
  boxes: ReadonlyMap<number, Box>,
): number | undefined {
  const near = (ids: readonly number[]) =>
    ids
      .flatMap((id) => boxes.get(id) ?? [])
      .sort((a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)))[0]
      ?.id;
  if (key === "ArrowUp") return near(edges.filter(({ to }) => to === from.id).map((e) => e.from));
  if (key === "ArrowDown") return near(edges.filter((e) => e.from === from.id).map(({ to }) => to));
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const side = key === "ArrowLeft" ? -1 : 1;
  const level = from.y + from.height / 2;
  return near(
    [...boxes.values()]
      .filter((box) => Math.sign(middle(box) - middle(from)) === side)
      .filter(({ y, height }) => y <= level && y + height >= level)
      .map(({ id }) => id),
  );
}

function middle({ x, width }: Box): number {
  return x + width / 2;
}
