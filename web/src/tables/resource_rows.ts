import type { ResourceProfile } from "../api/environment";
import { bytes } from "../base/format";

export interface ResourceRow {
  scope: string;
  name: string;
  amount: string;
  vendor: string;
  script: string;
}

const mebibyte = 1024 * 1024;
/** Spark counts these in MiB, and all others in pieces. */
const memory = ["memory", "offHeap", "memoryOverhead", "pyspark.memory"];

export function resourceRows(profile: ResourceProfile): ResourceRow[] {
  const ofExecutor = Object.values(profile.executorResources).map((request) => ({
    scope: "each executor",
    name: request.resourceName,
    amount: memory.includes(request.resourceName)
      ? bytes(request.amount * mebibyte)
      : String(request.amount),
    vendor: request.vendor ?? "",
    script: request.discoveryScript ?? "",
  }));
  const ofTask = Object.values(profile.taskResources).map((request) => ({
    scope: "each task",
    name: request.resourceName,
    amount: String(request.amount),
    vendor: "",
    script: "",
  }));
  return [...ofExecutor, ...ofTask];
}
