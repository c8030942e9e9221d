import type { StageRdd } from "../../api/stage_views";
import { count, plural } from "../../base/format";
import type { Box, Unplaced } from "../../base/graph_layout";

/** An operation of the program, as Spark names it, around the RDDs that it made. */
export interface Scope {
  id: string;
  name: string;
  members: readonly number[];
  /** How many scopes are inside of it, one in another. */
  height: number;
}

export interface RddFace {
  rdd: StageRdd;
  name: string;
  lines: readonly string[];
  marks: readonly string[];
  width: number;
  height: number;
}

interface ToldScope {
  id: string;
  name: string;
  parent?: ToldScope;
}

/** From the innermost to the outermost; what is no scope tells none. */
function scopesOf({ scope }: StageRdd): ToldScope[] {
  const chain: ToldScope[] = [];
  try {
    let at = scope === undefined ? undefined : (JSON.parse(scope) as ToldScope | undefined);
    for (; at && typeof at.name === "string" && chain.length < 20; at = at.parent) chain.push(at);
  } catch {
    return [];
  }
  return chain;
}

/** Outer ones first, so that they are drawn below. */
export function scopes(rdds: readonly StageRdd[]): Scope[] {
  const known = new Map<string, { name: string; members: number[]; height: number }>();
  for (const rdd of rdds) {
    scopesOf(rdd).forEach(({ id, name }, height) => {
      const scope = known.get(id) ?? { name, members: [], height: 0 };
      scope.members.push(rdd.id);
      scope.height = Math.max(scope.height, height);
      known.set(id, scope);
    });
  }
  return [...known]
    .map(([id, scope]) => ({ id, ...scope }))
    .sort((a, b) => b.height - a.height);
}

const padding = 12;
const heading = 18;

export function scopeBox({ members, height }: Scope, boxes: ReadonlyMap<number, Box>) {
  const held = members.flatMap((id) => boxes.get(id) ?? []);
  const around = padding + height * 8;
  const left = Math.min(...held.map(({ x }) => x)) - around;
  const top = Math.min(...held.map(({ y }) => y)) - heading * (height + 1);
  const right = Math.max(...held.map(({ x, width }) => x + width)) + around;
  const bottom = Math.max(...held.map(({ y, height: tall }) => y + tall)) + around;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What is special about it, in words. */
export function marksOf({ cached, storageLevel, barrier, determinism }: StageRdd): string[] {
  return [
    ...(cached ? [`cached: ${storageLevel}`] : []),
    ...(barrier ? ["barrier"] : []),
    ...(determinism === "DETERMINATE" || determinism === "" ? [] : [determinism.toLowerCase()]),
  ];
}

const cut = (text: string, room: number) =>
  text.length <= room ? text : `${text.slice(0, room - 1)}…`;

/** As many of them as anybody reads. */
export function idList(ids: readonly number[]): string {
  const most = 20;
  const more = ids.length > most ? ` and ${count(ids.length - most)} more` : "";
  return ids.slice(0, most).join(", ") + more;
}

/** `whole`: these are all RDDs of the stage, so that others are those of other stages. */
export function faces(rdds: readonly StageRdd[], whole = true): RddFace[] {
  const here = new Set(rdds.map(({ id }) => id));
  return rdds.map((rdd) => {
    const marks = marksOf(rdd);
    const outside = rdd.parentIds.filter((id) => !here.has(id));
    const name = cut(`${rdd.name} [${rdd.id}]`, 38);
    const lines = [
      cut(rdd.callSite.split("\n")[0] ?? "", 44),
      plural(rdd.partitions, "partition"),
      ...(outside.length > 0 ? [`reads RDD ${idList(outside)} ${whole ? "of other stages" : "not shown here"}`] : []),
    ]
      .filter((line) => line !== "")
      .map((line) => cut(line, 44));
    const longest = Math.max(name.length * 7.4, ...[...lines, ...marks].map((l) => l.length * 6.5));
    return {
      ...{ rdd, name, lines, marks },
      width: Math.max(120, longest + 24),
      height: 30 + (lines.length + marks.length) * 16,
    };
  });
}

export function unplaced(all: readonly RddFace[]): Unplaced {
  const here = new Set(all.map(({ rdd }) => rdd.id));
  return {
    nodes: all.map(({ rdd, width, height }) => ({ id: rdd.id, width, height })),
    edges: all.flatMap(({ rdd }) =>
      rdd.parentIds.filter((from) => here.has(from)).map((from) => ({ from, to: rdd.id })),
    ),
    direction: "down",
  };
}
