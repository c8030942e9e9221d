import type { Metric, Regression } from "../api/recurring";
import { bytes, coreHours, duration, factor } from "../base/format";
import type { TickUnit } from "../base/ticks";

export interface MetricWords {
  label: string;
  hint: string;
  /** What a run does that has more of it than usual. */
  worse: string;
  format: (value: number) => string;
  unit: TickUnit;
  /** What is one on a chart's axis, where that is not the server's unit: so ticks are round. */
  one: number;
}

/** What is compared between the runs of a job, in words. */
export const metricWords: Readonly<Record<Metric, MetricWords>> = {
  duration: {
    label: "Duration",
    hint: "From an application's start to its end.",
    worse: "takes longer than usual",
    format: duration,
    unit: "time",
    one: 1,
  },
  coreTime: {
    label: "Core-hours",
    hint: "How long executors held their cores, busy or idle.",
    worse: "holds more core-hours than usual",
    format: coreHours,
    unit: "plain",
    one: 3_600_000,
  },
  inputBytes: {
    label: "Input",
    hint: "What tasks read from files and tables.",
    worse: "reads more than usual",
    format: bytes,
    unit: "bytes",
    one: 1,
  },
  spillBytes: {
    label: "Spill",
    hint: "What did not fit into memory and went to disk.",
    worse: "spills more than usual",
    format: bytes,
    unit: "bytes",
    one: 1,
  },
};

/** "Duration 1.8x" */
export function regressionMark({ metric, times }: Regression): string {
  const { label } = metricWords[metric];
  return times === undefined ? `${label} up` : `${label} ${factor(times)}`;
}

/** "takes longer than usual: 18 m, 1.8x the median; usual are 9 m to 11 m" */
export function regressionText({ metric, value, times, band }: Regression): string {
  const { worse, format } = metricWords[metric];
  const [low, high] = [band.low, band.high].map((one) => format(Math.round(one)));
  const told = times === undefined ? "" : `, ${factor(times)} the median`;
  return `${worse}: ${format(value)}${told}; usual are ${low} to ${high}`;
}
