import { each, int, long, map, object, optional, text } from "../words.mjs";

// What Spark calls ExecutorMetricType, in its order.
export const executorMetrics = [
  "JVMHeapMemory",
  "JVMOffHeapMemory",
  "OnHeapExecutionMemory",
  "OffHeapExecutionMemory",
  "OnHeapStorageMemory",
  "OffHeapStorageMemory",
  "OnHeapUnifiedMemory",
  "OffHeapUnifiedMemory",
  "DirectPoolMemory",
  "MappedPoolMemory",
  "ProcessTreeJVMVMemory",
  "ProcessTreeJVMRSSMemory",
  "ProcessTreePythonVMemory",
  "ProcessTreePythonRSSMemory",
  "ProcessTreeOtherVMemory",
  "ProcessTreeOtherRSSMemory",
  "MinorGCCount",
  "MinorGCTime",
  "MajorGCCount",
  "MajorGCTime",
  "TotalGCTime",
  "ConcurrentGCCount",
  "ConcurrentGCTime",
];

export const killedTasks = () =>
  map(int(), "How many tasks were killed, by the reason that was given.");

export const schemas = {
  Date: {
    type: "string",
    description:
      "A moment, always GMT. One that is not known where Spark wants one is 1 ms before 1970.",
    pattern: "^\\d{4,}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}GMT$",
    examples: ["2026-01-31T08:15:30.123GMT"],
  },
  Double: {
    description: "A number; what JSON has no number for is a text.",
    oneOf: [{ type: "number" }, { type: "string", enum: ["NaN", "Infinity", "-Infinity"] }],
  },
  AccumulableInfo: object("An accumulator that the application made or named.", {
    id: long(),
    name: optional(text()),
    update: optional(text("What one task added.")),
    value: optional(text("The sum up to this task, or at the end of the stage.")),
  }),
  ExecutorMetrics: object(
    "The highest values that were reported: memory in bytes, times in milliseconds, counts. What was not " +
      "measured is 0.",
    each(long, executorMetrics),
  ),
};
