import {
  flag,
  int,
  list,
  long,
  ms,
  number,
  object,
  optional,
  ref,
  text,
  word,
} from "../../../v1/openapi/words.mjs";
import { ofEachPart } from "./insights.mjs";
import { moment, realBytes, realMs } from "./names.mjs";

// Of a and of b, where they have it.
const sides = (schema) => ({ a: optional(schema), b: optional(schema) });
const delta = realMs("By how much b took longer; one that is missing took no time.");

const differenceOf = (nodes) => ({
  aligned: flag(
    "Whether the operators were compared one by one; not where the plans are very large, nor, in a comparison of runs, those of queries beyond the first 20.",
  ),
  same: optional(int("How many operators are the same. Absent where they are not aligned.")),
  changed: optional(int()),
  onlyA: optional(int()),
  onlyB: optional(int()),
  nodes: optional(nodes),
});

export const schemas = {
  ComparedRun: object("One of two runs.", {
    id: text(),
    attemptId: optional(text()),
    name: text(),
    sparkVersion: text(),
    startTime: moment(),
    duration: realMs(),
    averageCores: number(),
  }),
  ComparedMetric: object("A number of both.", {
    name: text(),
    unit: ref("Unit"),
    a: number(),
    b: number(),
    band: optional(
      object("Where earlier runs tell what to expect of b.", { low: number(), high: number() }),
    ),
    outside: optional(flag("Whether b is outside the band. Absent without one.")),
  }),
  ComparedSetting: object(
    "A property of Spark that differs. Absent: not set.",
    { key: text(), ...sides(text()) },
  ),
  ComparedPart: object("A part of both durations.", {
    part: ref("WallPart"),
    a: realMs(),
    b: realMs(),
  }),
  ComparedQuerySide: object("A query in one of the runs.", {
    executionId: long(),
    duration: realMs(),
    description: optional(text("Where both were matched by their plans: they differ.")),
  }),
  ComparedOperatorSide: object("An operator in one of the plans.", {
    nodeId: long(),
    name: text(),
  }),
  ComparedOperator: object("An operator of both plans, or of one of them.", {
    change: word(["same", "changed", "onlyA", "onlyB"]),
    depth: int("How many operators with several inputs are above it."),
    ...sides(ref("ComparedOperatorSide")),
    sidesSwapped: optional(
      flag("Of a join: what a has on its left side, b has on its right one. Absent: it is not so."),
    ),
    words: text(
      "What it says of itself, without numbers that differ in each run; b's where both have it. Cut.",
    ),
    details: optional(
      list(
        object("Something that both say differently. Absent: nothing.", {
          of: text('Such as "join type", "partitions", "pushed filters", "description".'),
          ...sides(text("Long ones are cut, and begin a little before they differ.")),
        }),
      ),
    ),
    numbers: optional(
      list(
        object("A metric, of all tasks together.", {
          name: text(),
          unit: ref("Unit"),
          ...sides(number()),
        }),
        "Those that differ by a factor of two or more; of an operator that stands alone those that are large.",
      ),
    ),
  }),
  PlanDifference: object("Two plans as one tree.", differenceOf(
    list(ref("ComparedOperator"), "All of them, each before its inputs."),
  )),
  ComparedQuery: object("A query of both, or of one that the other has not.", {
    description: text(),
    ...sides(ref("ComparedQuerySide")),
    matchedBy: optional(
      word(
        ["plan"],
        "What made them the same query, where it was not their description: first plans that are equal but for literal values and numbers.",
      ),
    ),
    samePlan: flag("Whether the latest plans have the same operators, whatever these say."),
    planDiff: optional(
      object("How the latest plans differ. Absent where nothing is known to.", {
        removed: list(text(), "Operators of a that b has not, or not as often."),
        added: list(text(), "Those of b that a has not."),
        ...differenceOf(
          list(ref("ComparedOperator"), "Those that tell something, up to 20, in their order."),
        ),
      }),
    ),
    delta,
  }),
  ComparedStageSide: object("A stage attempt in one of the runs.", {
    stageId: int(),
    attemptId: int(),
    duration: realMs(),
    tasks: int(),
    inputBytes: realBytes(),
    shuffleReadBytes: realBytes(),
    spillBytes: realBytes(),
    quantiles: optional(
      list(ms(), "Of successful tasks' durations, one for each of `quantileShares`."),
    ),
  }),
  ComparedStage: object("A stage of both, or of one that the other has not.", {
    name: text(),
    ...sides(ref("ComparedStageSide")),
    delta,
  }),
  Comparison: object("Two runs side by side.", {
    a: ref("ComparedRun"),
    b: ref("ComparedRun"),
    summary: text("What most likely made the difference, in a sentence or two."),
    metrics: list(ref("ComparedMetric")),
    settings: list(ref("ComparedSetting")),
    wall: ofEachPart(ref("ComparedPart")),
    queries: list(ref("ComparedQuery"), "Those whose time differs most first, up to 500."),
    stages: list(
      ref("ComparedStage"),
      "Those whose time differs most first, up to 500. The first ten have quantiles.",
    ),
    quantileShares: list(number(), "Which quantiles of tasks are told, rising from 0 to 1."),
    findings: object("Of rules that found nothing in the other.", {
      onlyA: list(ref("Finding")),
      onlyB: list(ref("Finding")),
    }),
  }),
};
