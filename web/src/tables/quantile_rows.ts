import type { TaskQuantiles } from "../api/stages";
import { bytes, count, duration } from "../base/format";
import type { TickUnit } from "../base/ticks";

export interface QuantileRow {
  label: string;
  values: readonly number[];
  format: (value: number) => string;
}

/** Fractions of a millisecond matter where a task has few of them. */
export function nanoseconds(value: number): string {
  const milliseconds = value / 1e6;
  return milliseconds > 0 && milliseconds < 10
    ? `${Number(milliseconds.toFixed(milliseconds < 0.1 ? 3 : 1))} ms`
    : duration(milliseconds);
}

/** In which steps a measure is counted at an axis. */
export function tickUnitOf({ format }: Pick<QuantileRow, "format">): TickUnit {
  return format === duration ? "time" : format === bytes ? "bytes" : "plain";
}

/** The measures worth a line: the first two always, the others where any task has a value. */
export function quantileRows(q: TaskQuantiles): QuantileRow[] {
  const always: QuantileRow[] = [
    { label: "Duration", values: q.duration, format: duration },
    { label: "GC time", values: q.jvmGcTime, format: duration },
  ];
  const others: QuantileRow[] = [
    { label: "Scheduler delay", values: q.schedulerDelay, format: duration },
    { label: "Deserialization", values: q.executorDeserializeTime, format: duration },
    { label: "Result serialization", values: q.resultSerializationTime, format: duration },
    { label: "Getting result", values: q.gettingResultTime, format: duration },
    { label: "Input", values: q.inputMetrics.bytesRead, format: bytes },
    { label: "Input records", values: q.inputMetrics.recordsRead, format: count },
    { label: "Output", values: q.outputMetrics.bytesWritten, format: bytes },
    { label: "Output records", values: q.outputMetrics.recordsWritten, format: count },
    { label: "Shuffle read", values: q.shuffleReadMetrics.readBytes, format: bytes },
    { label: "Shuffle read records", values: q.shuffleReadMetrics.readRecords, format: count },
    { label: "Shuffle remote reads", values: q.shuffleReadMetrics.remoteBytesRead, format: bytes },
    { label: "Shuffle fetch wait", values: q.shuffleReadMetrics.fetchWaitTime, format: duration },
    { label: "Shuffle write", values: q.shuffleWriteMetrics.writeBytes, format: bytes },
    { label: "Shuffle write records", values: q.shuffleWriteMetrics.writeRecords, format: count },
    { label: "Shuffle write time", values: q.shuffleWriteMetrics.writeTime, format: nanoseconds },
    { label: "Peak execution memory", values: q.peakExecutionMemory, format: bytes },
    { label: "Spill (memory)", values: q.memoryBytesSpilled, format: bytes },
    { label: "Spill (disk)", values: q.diskBytesSpilled, format: bytes },
  ];
  return [...always, ...others.filter(({ values }) => values.some((value) => value > 0))];
}
