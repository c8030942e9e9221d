import { date, list, long, map, ms, object, optional, real, ref, text, word } from "../words.mjs";

// Spark's StreamingQueryProgress, which is copied as the log has it: its members differ between
// versions of Spark and between data sources.
const copied = (description) => ({ type: "object", description, additionalProperties: true });

const query = {
  id: text("A UUID: the same for all runs from one checkpoint."),
  runId: text("A UUID."),
  name: optional(text()),
  status: word(["RUNNING", "FINISHED", "FAILED"]),
  startTime: date(),
  endTime: optional(date("Of the last event that tells a time.")),
  exception: optional(text()),
  errorClass: optional(text()),
  jobTags: list(text()),
  numBatches: long(),
  numProgressUpdates: long("A batch may have several, while the query waits for data."),
  numInputRows: long(),
  avgInputRowsPerSecond: optional(real("The mean of the rates of its progress.")),
  avgProcessedRowsPerSecond: optional(real("The mean of the rates of its progress.")),
};

export const schemas = {
  StreamingQuery: object("A run of a structured streaming query.", {
    ...query,
    lastProgress: optional(ref("StreamingQueryProgress")),
  }),
  StreamingQueryDetails: object("A run of a structured streaming query, with its batches.", {
    ...query,
    recentProgress: list(ref("StreamingQueryProgress"), "Latest batch first."),
  }),
  StreamingQueryProgress: object("A trigger of a query, under the names of Spark's class.", {
    id: text(),
    runId: text(),
    name: optional(text()),
    timestamp: {
      type: "string",
      format: "date-time",
      description: "When the trigger began.",
      examples: ["2026-01-31T08:15:30.123Z"],
    },
    batchId: long(),
    batchDuration: ms(),
    numInputRows: long(),
    inputRowsPerSecond: optional(real()),
    processedRowsPerSecond: optional(real()),
    durationMs: optional(
      map(ms(), "By phase: `addBatch`, `queryPlanning`, `triggerExecution` and others."),
    ),
    eventTime: optional(map(text(), "`watermark`, `min`, `avg`, `max`: moments.")),
    stateOperators: optional(
      list(copied("`operatorName`, `numRowsTotal`, `memoryUsedBytes` and others.")),
    ),
    sources: optional(
      list(copied("`description`, `startOffset`, `endOffset`, `numInputRows` and others.")),
    ),
    sink: optional(copied("`description`, `numOutputRows` and others.")),
    observedMetrics: optional(copied("What the query observes, by name.")),
  }),
};
