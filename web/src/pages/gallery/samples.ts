import type { Column } from "../../base/columns";
import type { Figure } from "../../base/figures";
import { bytes, count, duration } from "../../base/format";
import type { ChartSpec } from "../../base/series";

/** Made-up things to show widgets with; nothing of it comes from a server. */
export interface Sample {
  id: number;
  name: string;
  state: string;
  size: number;
  time: number;
}

export const longName =
  "a name that is much longer than any column, with <b>markup</b> in it and no end";

export const samples: readonly Sample[] = [
  "COMPLETE",
  "ACTIVE",
  "FAILED",
  "PENDING",
  "SKIPPED",
].map((state, id) => ({
  id,
  state,
  name: id === 2 ? longName : `thing ${id}`,
  size: 4 ** (id * 4),
  time: 31 ** id,
}));

export const columns: readonly Column<Sample>[] = [
  { key: "id", label: "Number", numeric: true, value: ({ id }) => id },
  { key: "name", label: "Name", hint: "What it is called", value: ({ name }) => name },
  { key: "state", label: "State", value: ({ state }) => state },
  { key: "size", label: "Size", numeric: true, value: ({ size }) => size },
  { key: "time", label: "Time", numeric: true, value: ({ time }) => time },
];

export const figures: readonly Figure[] = [
  { label: "Count", value: count(1234567) },
  { label: "With a note", value: duration(83_000), note: "so far" },
  { label: "Size", value: bytes(5.5 * 2 ** 30), title: "exactly" },
  { label: "Bad", value: "3", tone: "bad" },
  { label: "Nothing", value: "–" },
];

/** 09:00 of a day without clock changes anywhere. */
export const start = Date.UTC(2026, 0, 15, 9);

const points = 40;
export const times = Array.from({ length: points }, (_, index) => start + index * 60_000);
const wave = (size: number, shift: number) =>
  times.map((_, index) => size * (1.2 + Math.sin(index / 4 + shift)));

export const charts: readonly ChartSpec[] = [
  {
    ...{ key: "lines", title: "Lines", hint: "Two series, one with a gap.", kind: "lines" },
    series: [
      { label: "One", values: wave(100, 0) },
      { label: "Other", values: wave(60, 2).map((v, index) => (index % 9 === 4 ? undefined : v)) },
    ],
    ...{ unit: "plain", format: count },
  },
  {
    ...{ key: "bars", title: "Bars", hint: "One series.", kind: "bars" },
    series: [{ label: "Size", values: wave(2 ** 22, 1) }],
    ...{ unit: "bytes", format: bytes },
  },
  {
    ...{ key: "stack", title: "A stack", hint: "Eight parts of a whole.", kind: "stack" },
    series: Array.from({ length: 8 }, (_, index) => ({
      label: `part ${index + 1}`,
      values: wave(200, index),
    })),
    ...{ unit: "time", format: duration },
  },
];

export const trace = [
  "org.apache.spark.SparkException: Job aborted due to stage failure",
  "\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:1)",
  "Caused by: java.io.IOException: No space left on device",
].join("\n");
