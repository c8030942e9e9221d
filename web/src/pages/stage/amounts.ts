import type { Unit } from "../../api/stage_views";
import { bytes, count, duration } from "../../base/format";
import type { TickUnit } from "../../base/ticks";
import { nanoseconds } from "../../tables/quantile_rows";

export function amount(value: number | undefined, unit: Unit): string {
  if (value === undefined) return "";
  switch (unit) {
    case "ms":
      return duration(value);
    case "ns":
      return nanoseconds(value);
    case "bytes":
      return bytes(value);
    case "count":
      return count(value);
  }
}

export function tickUnit(unit: Unit): TickUnit {
  return unit === "ms" ? "time" : unit === "bytes" ? "bytes" : "plain";
}

/** How strongly two amounts go together, in words. */
export function strength(correlation: number): string {
  const size = Math.abs(correlation);
  const word = size < 0.1 ? "none" : size < 0.3 ? "weak" : size < 0.6 ? "medium" : "strong";
  return word === "none" || correlation > 0 ? word : `${word}, opposite`;
}
