import {
  each,
  int,
  list,
  long,
  number,
  object,
  optional,
  ref,
  text,
  word,
} from "../../../v1/openapi/words.mjs";
import { coreMs, moment, realMs, severities, units, wallParts } from "./names.mjs";

export const ofEachPart = (item) => ({
  ...list(item, "All parts, which add up to the duration."),
  minItems: wallParts.length,
  maxItems: wallParts.length,
});

const scaling = {
  modelledMs: realMs("Of the executors that there were."),
  error: number("By what share the model differs from what happened."),
  driverMs: realMs("That no number of executors shortens."),
  criticalMs: realMs("With any number of cores."),
  idealMs: realMs("With the same cores, always in use while a job runs."),
  cases: list(ref("ScalingCase")),
};

export const schemas = {
  Severity: word(severities, "The worst first."),
  Unit: word(units, "How to show a number. `share`: 1 is all; `times`: so many times as much."),
  WallPart: word(wallParts, "A part of the duration: what was done or waited for."),
  FindingNumber: object("A number that a finding rests on.", {
    name: text(),
    value: number(),
    unit: ref("Unit"),
    limit: optional(number("The threshold that it crossed.")),
    key: optional(text("The configuration key of the threshold.")),
  }),
  FindingLink: object("A thing that a finding speaks of; its kind says which ids it has.", {
    kind: word([
      "stage",
      "task",
      "job",
      "query",
      "node",
      "rdd",
      "executor",
      "host",
      "setting",
      "log",
    ]),
    stageId: optional(int("Of a stage or task.")),
    attemptId: optional(int("Of the stage.")),
    taskId: optional(long("Of a task.")),
    jobId: optional(int("Of a job.")),
    executionId: optional(long("Of a query, or the query of a node.")),
    nodeId: optional(long("In the query's latest plan.")),
    rddId: optional(int("Of an RDD.")),
    executorId: optional(text("Of an executor.")),
    host: optional(text("Of a host.")),
    key: optional(text("Of a setting.")),
    name: optional(text("What a person calls it.")),
    note: optional(text("What is to be seen there.")),
  }),
  FindingAdvice: object("What to try.", {
    text: text(),
    setting: optional(text("Absent where code has to change.")),
    value: optional(text("That the setting should have.")),
    current: optional(text("That it had. Absent: its default.")),
  }),
  Finding: object("What a rule found.", {
    rule: text("The rule's id. Versions to come have more rules."),
    severity: ref("Severity"),
    title: text("Of the rule."),
    text: text("One sentence."),
    recoverableMs: realMs("Of the duration. 0: nothing that can be told."),
    recoverableCoreMs: coreMs("0: nothing that can be told."),
    numbers: list(ref("FindingNumber")),
    links: list(ref("FindingLink"), "The most important one first."),
    advice: list(ref("FindingAdvice")),
  }),
  WallTime: object("A part of the duration.", {
    part: ref("WallPart"),
    ms: realMs(),
    coreMs: coreMs("That executors held meanwhile."),
  }),
  StageWall: object("A stage attempt's share of the duration.", {
    stageId: int(),
    attemptId: int(),
    ms: realMs(),
    parts: object(
      "Those that it has a share of.",
      each(() => optional(realMs()), wallParts),
    ),
  }),
  PathStep: object("What all that comes later had to wait for.", {
    kind: word(["driver", "stage", "gap"], "`gap`: a job ran, but no stage."),
    start: moment(),
    end: moment(),
    stageId: optional(int()),
    attemptId: optional(int("Of the stage.")),
    jobId: optional(int()),
    executionId: optional(long()),
  }),
  ScalingCase: object("The application with another number of executors.", {
    factor: optional(number("Times the cores that there were. Absent: as many as can be used.")),
    cores: number(),
    wallMs: realMs(),
    coreMs: coreMs("That executors would hold."),
  }),
  Scaling: {
    ...object(
      "What more or fewer cores would change. Empty when the log does not tell of cores.",
      Object.fromEntries(
        Object.entries(scaling).map(([name, schema]) => [name, optional(schema)]),
      ),
    ),
    dependentRequired: { modelledMs: Object.keys(scaling) },
  },
  Insights: object("Why an application was slow.", {
    verdict: text("What mattered most, in a sentence or two."),
    duration: realMs(),
    coreTime: coreMs("That executors held."),
    busyTime: coreMs("On which a task was."),
    averageCores: number("While there were any. 0: the log tells of none."),
    findings: list(ref("Finding"), "Those that would save most first."),
    wall: ofEachPart(ref("WallTime")),
    stages: list(ref("StageWall")),
    criticalPath: list(ref("PathStep"), "From the start to the end."),
    scaling: ref("Scaling"),
  }),
};
