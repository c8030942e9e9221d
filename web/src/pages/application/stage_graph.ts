import type { GraphRdd, GraphStage } from "../../api/jobs";

/** What stands in the box of a stage. */
export interface StageBox {
  stage: GraphStage;
  width: number;
  height: number;
  lines: ScopeLine[];
  /** Scopes that have no line. */
  more: number;
}

/** RDDs next to each other in one of Spark's scopes, such as "map" or "WholeStageCodegen (1)". */
export interface ScopeLine {
  name: string;
  rdds: GraphRdd[];
}

const boxWidth = 200;
const headHeight = 46;
const lineHeight = 18;
const mostLines = 6;

export function scopeLines(rdds: readonly GraphRdd[]): ScopeLine[] {
  const lines: ScopeLine[] = [];
  for (const rdd of rdds) {
    const name = rdd.scope || rdd.name;
    const last = lines.at(-1);
    if (last?.name === name) last.rdds.push(rdd);
    else lines.push({ name, rdds: [rdd] });
  }
  return lines;
}

export function stageBox(stage: GraphStage): StageBox {
  const all = scopeLines(stage.rdds);
  const lines = all.length > mostLines ? all.slice(0, mostLines - 1) : all;
  const more = all.length - lines.length;
  const rows = lines.length + (more > 0 ? 1 : 0);
  return {
    ...{ stage, lines, more, width: boxWidth },
    height: headHeight + rows * lineHeight + (rows > 0 ? 8 : 0),
  };
}

/** Which stage hands its output to which, among those of the graph. */
export function stageEdges(stages: readonly GraphStage[]): { from: number; to: number }[] {
  const known = new Set(stages.map(({ stageId }) => stageId));
  return stages.flatMap(({ stageId, parentIds }) =>
    parentIds.filter((id) => known.has(id)).map((from) => ({ from, to: stageId })),
  );
}

/** What Spark's graph tells of an RDD when one points at it. */
export function describeRdd({ id, name, callsite, cached, barrier, determinism }: GraphRdd) {
  const flags = [
    cached && "cached",
    barrier && "barrier",
    determinism !== "DETERMINATE" && determinism.toLowerCase(),
  ].filter((flag) => typeof flag === "string" && flag !== "");
  const told = flags.length > 0 ? ` (${flags.join(", ")})` : "";
  return `${name} [${id}]${told}${callsite ? ` at ${callsite}` : ""}`;
}
