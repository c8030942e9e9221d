// Words that several schemas and parameters have.

import { number, withUnit } from "../../../v1/openapi/words.mjs";

export const severities = ["critical", "warning", "note"];
export const units = ["count", "ms", "bytes", "share", "times", "bytes_per_second"];
export const runStates = ["running", "completed", "failed", "lost"];
export const runMetrics = ["duration", "coreTime", "inputBytes", "spillBytes"];
export const fleetGroups = ["user", "queue", "job", "day", "rule"];
export const wallParts = [
  "driver_only",
  "waiting_for_resources",
  "scheduling",
  "compute",
  "shuffle_wait",
  "gc",
  "io",
  "stragglers",
  "idle",
];

export const moment = withUnit("milliseconds since 1970");
// Computed, so that there may be parts of them.
export const realMs = withUnit("milliseconds", number);
export const coreMs = withUnit("milliseconds of one core", number);
export const realBytes = withUnit("bytes", number);
