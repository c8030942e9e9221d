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
} from "../../../v1/openapi/words.mjs";
import { ofEachPart } from "./insights.mjs";
import { moment, realBytes, realMs } from "./names.mjs";

// Of a and of b, where they have it.
const sides = (schema) => ({ a: optional(schema), b: optional(schema) });
const delta = realMs("By how much b took longer; one that is missing took no time.");

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
  }),
  ComparedQuery: object("A query of both, or of one that the other has not.", {
    description: text(),
    ...sides(ref("ComparedQuerySide")),
    samePlan: flag("Whether the final plans have the same operators."),
    planDiff: optional(
      object("Operators that only one plan has. Absent where they are the same.", {
        removed: list(text()),
        added: list(text()),
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
    findings: object("Of rules that found nothing in the other.", {
      onlyA: list(ref("Finding")),
      onlyB: list(ref("Finding")),
    }),
  }),
};
    quantileShares: list(number(), "Which quantiles of tasks are told, rising from 0 to 1."),
