import {
  date,
  int,
  list,
  long,
  map,
  ms,
  object,
  optional,
  own,
  real,
  ref,
  text,
  word,
} from "../words.mjs";

const status = () => word(["RUNNING", "COMPLETED", "FAILED"]);
const queryId = () => optional(text("A UUID; from Spark 4.2 on."));
const errorMessage = () => optional(text("Empty: it ended well. Absent: the log does not say."));

// A row of the table of executions.
const row = {
  id: long(),
  status: status(),
  description: optional(text()),
  submissionTime: date(),
  duration: ms("Of a running one, up to now."),
  jobIds: list(int(), "Those that succeeded, ascending."),
  queryId: queryId(),
  errorMessage: errorMessage(),
  rootExecutionId: long(),
};

const inTheUnit = (schema, condition) =>
  own(optional({ ...schema, description: `In \`unit\`. ${condition}` }));

export const schemas = {
  SqlExecutionData: object("An execution of Spark SQL, with the latest plan.", {
    id: long(),
    status: status(),
    description: optional(text()),
    planDescription: text("Empty with `planDescription=false`."),
    submissionTime: date(),
    duration: ms("Of a running one, up to now."),
    runningJobIds: list(int(), "In no order, as the other two."),
    successJobIds: list(int()),
    failedJobIds: list(int()),
    nodes: list(ref("SqlNode"), "Of the plan, highest id first; empty with `details=false`."),
    edges: list(object(undefined, { fromId: long(), toId: long() }), "Empty with `details=false`."),
    queryId: queryId(),
    errorMessage: errorMessage(),
    rootExecutionId: long("Of the execution that this one is a part of, or its own id."),
    modifiedConfigs: map(text(), "Settings of its session that differ from the application's."),
  }),
  SqlNode: object("An operator of a plan, or a cluster of them (WholeStageCodegen).", {
    nodeId: long(),
    nodeName: text(),
    wholeStageCodegenId: optional(long("Of the cluster around it.")),
    metrics: list(ref("SqlMetric"), "Those that got a value."),
    desc: text("The operator with its arguments, as Spark words it."),
  }),
  SqlMetric: object(
    "A metric of an operator. The members after `value` come with `numericMetrics=true`; of a metric with " +
      "several values, `min`, `median` and `max` are those of single tasks.",
    {
      name: text(),
      value: text(
        "As Spark's page words it, rounded: `1,024`, `12.5 KiB`, `total (min, med, max ...)`.",
      ),
      metricType: own(
        optional(
          text(
            "As in the log: `sum`, `size`, `timing`, `nsTiming`, `average`, and others of data sources.",
          ),
        ),
      ),
      unit: own(
        optional(
          word(
            ["count", "bytes", "ms", "ns", "unknown"],
            "`unknown`: only a data source knows it.",
          ),
        ),
      ),
      total: inTheUnit(real(), "Averages of several values have none."),
      min: inTheUnit(real(), "Only where there are several values, as the next ones."),
      median: inTheUnit(real(), ""),
      max: inTheUnit(real(), ""),
      maxStageId: own(optional(int("Where the largest value was. Absent: in the driver."))),
      maxStageAttemptId: own(optional(int())),
      maxTaskId: own(optional(long())),
    },
  ),
  SqlTable: object("A page of the table on Spark's SQL page.", {
    summary: object("Over all executions that match.", {
      totalQueries: int(),
      averageDuration: ms(),
      runningQueries: int(),
      failedQueries: int(),
      failureRate: real("0 to 1."),
    }),
    recordsFiltered: int("How many match."),
    aaData: list(
      object("An execution.", {
        ...row,
        subExecutions: optional(
          list(object("A part of it.", row), "Those that it started; absent without grouping."),
        ),
      }),
    ),
    draw: int("The parameter, as it was sent."),
    recordsTotal: int("How many there are without search and status."),
  }),
};
