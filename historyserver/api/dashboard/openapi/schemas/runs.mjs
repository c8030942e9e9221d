import {
  bytes,
  each,
  flag,
  int,
  list,
  ms,
  number,
  object,
  optional,
  ref,
  text,
  withUnit,
  word,
} from "../../../v1/openapi/words.mjs";
import { moment, runMetrics, runStates, severities } from "./names.mjs";

const coreTime = withUnit("milliseconds of one core");

const head = {
  id: text(),
  attemptId: optional(text()),
  name: text(),
  user: text(),
  startTime: moment(),
  endTime: optional(moment()),
  duration: ms("Until its end, or as long as is known."),
  state: ref("RunState"),
};
const job = {
  job: text("The key."),
  runs: int(),
  failed: int("Of the runs."),
  coreTime: coreTime("Of all runs."),
  medianDuration: optional(ms("Of up to 30 last completed runs.")),
  lastRun: object("The run that started last.", { ...head, queue: optional(text()) }),
  trend: { ...list(ms(), "Durations of the last ended runs, the latest last."), maxItems: 30 },
  regression: optional(ref("Regression", "Of the last completed run.")),
};

export const schemas = {
  RunState: word(runStates, "`lost`: the log disappeared before its end was seen."),
  RunMetric: word(runMetrics, "In what runs of a job are compared."),
  FindingCounts: object("How many findings there are of each severity.", each(int, severities)),
  Band: object("What was usual before a run.", {
    median: number(),
    low: number(),
    high: number(),
    runs: int("That it is made of."),
  }),
  Regression: object("In what a run is worse than those of its job before it.", {
    metric: ref("RunMetric"),
    value: number(),
    times: optional(number("The median.")),
    band: ref("Band"),
  }),
  Run: object("A run of a job.", {
    ...head,
    sparkVersion: text(),
    queue: text(),
    coreTime: optional(coreTime("That executors held.")),
    inputBytes: bytes(),
    shuffleReadBytes: bytes(),
    shuffleWriteBytes: bytes(),
    spillBytes: bytes("To disk."),
    memoryTime: optional(
      withUnit("byte-milliseconds", number)("Of memory that executors held."),
    ),
    wasteCoreTime: optional(coreTime("Without a task.")),
    findings: optional(ref("FindingCounts", "Absent until the log was read to its end.")),
    severity: optional(ref("Severity", "Of its worst finding.")),
    bands: object(
      "What was usual before it, where enough runs tell.",
      each(() => optional(ref("Band")), runMetrics),
    ),
    regressed: list(ref("RunMetric"), "What is above its band."),
  }),
  Job: object("What runs again and again under one key.", job),
  JobPage: object("A page of jobs.", {
    total: int("All jobs."),
    matching: int("Those that meet the conditions."),
    regressed: int("Of them those that got worse."),
    offset: int(),
    jobs: list(ref("Job")),
  }),
  JobHistory: object("A job and a page of its runs.", {
    ...job,
    firstBad: list(
      object("A run with which something began to be worse than usual.", {
        ...head,
        regression: optional(ref("Regression")),
      }),
      "One for each metric in which the last completed run is worse.",
    ),
    offset: int(),
    history: list(ref("Run"), "The latest first."),
  }),
  Alert: object("What somebody was told of.", {
    id: text("Of the application."),
    attemptId: optional(text()),
    kind: word(["failure", "regression", "finding"]),
    state: word(["sent", "waiting", "failed"], "`failed`: given up."),
    madeAt: moment(),
    tries: int(),
    nextTry: optional(moment()),
    sentAt: optional(moment()),
    answer: optional(text("To the last try, one line.")),
    body: text("What is sent: JSON."),
  }),
  AlertPage: object("A page of alerts.", {
    enabled: flag("Whether alerts are sent."),
    since: optional(moment("Of applications that ended from then on.")),
    sent: int(),
    waiting: int(),
    failed: int("Given up."),
    offset: int(),
    alerts: list(ref("Alert")),
  }),
};
