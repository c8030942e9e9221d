import type { Durations } from "../../api/stages";
import { duration } from "../../base/format";
import type { Bin, Marker } from "../../base/histogram";
import type { Tone } from "../../base/status";

export const series: readonly {
  key: "SUCCESS" | "RUNNING" | "KILLED" | "FAILED";
  label: string;
  tone: Tone;
}[] = [
  { key: "SUCCESS", label: "Succeeded", tone: "good" },
  { key: "RUNNING", label: "Running", tone: "busy" },
  { key: "KILLED", label: "Killed", tone: "warn" },
  { key: "FAILED", label: "Failed", tone: "bad" },
];

export function chartBins(durations: Durations): Bin[] {
  return durations.bins.map((bin) => ({
    from: bin.from,
    to: bin.to,
    counts: series.map(({ key }) => bin[key]),
  }));
}

export function chartMarkers({ p50, p95, max }: Durations): Marker[] {
  const known: [string, number | undefined][] = [
    ["p50", p50],
    ["p95", p95],
    ["max", max],
  ];
  return known.flatMap(([name, value]) =>
    value === undefined ? [] : { value, label: `${name} ${duration(value)}` },
  );
}
