import type { StageExecutors } from "../../api/stage_views";
import type { Column } from "../../base/columns";
import type { Sort } from "../../base/sort";

/** What one executor did for the stage: numbers by the name of their column. */
export interface StageExecutor {
  id: string;
  address: string;
  logs: Readonly<Record<string, string>>;
  excluded: boolean;
  numbers: Readonly<Record<string, number>>;
}

export interface StageExecutorColumn extends Column<StageExecutor> {
  unit: "ms" | "ns" | "bytes" | "count" | "own";
}

const known: readonly (readonly [string, string, StageExecutorColumn["unit"], string?])[] = [
  ["taskTime", "Task time", "ms"],
  ["total", "Tasks", "count", "Ended, however"],
  ["failed", "Failed", "count"],
  ["killed", "Killed", "count"],
  ["succeeded", "Succeeded", "count"],
  ["runTime", "Run time", "ms"],
  ["cpuTime", "CPU", "ns"],
  ["gcTime", "GC", "ms"],
  ["inputBytes", "Input", "bytes"],
  ["inputRecords", "Input records", "count"],
  ["outputBytes", "Output", "bytes"],
  ["outputRecords", "Output records", "count"],
  ["shuffleReadBytes", "Shuffle read", "bytes"],
  ["shuffleReadRecords", "Records read", "count", "Of shuffles"],
  ["shuffleRemoteBytes", "Remote reads", "bytes", "Of shuffles"],
  ["fetchWaitTime", "Fetch wait", "ms"],
  ["shuffleWriteBytes", "Shuffle write", "bytes"],
  ["shuffleWriteRecords", "Records written", "count", "To shuffles"],
  ["shuffleWriteTime", "Write time", "ns", "Of the shuffle"],
  ["memorySpilled", "Spill (memory)", "bytes"],
  ["diskSpilled", "Spill (disk)", "bytes"],
  ["deserializeTime", "Deserialize", "ms"],
  ["serializationTime", "Serialize results", "ms"],
  ["resultSize", "Result size", "bytes"],
];

/** "OnHeapExecutionMemory" -> "On heap execution memory" */
export function peakLabel(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(" ")
    .map((word) => (/^[A-Z]{2,}s?$/.test(word) ? word : word.toLowerCase()))
    .join(" ");
  return `Peak ${words}`;
}

function unitOf(peak: string): StageExecutorColumn["unit"] {
  return peak.endsWith("Time") ? "ms" : peak.endsWith("Count") ? "count" : "bytes";
}

export function stageExecutors(answer: StageExecutors): StageExecutor[] {
  const columns = [
    ...known.map(([key]) => [key, answer[key]] as const),
    ...Object.entries(answer.peaks).map(([key, values]) => [`peak${key}`, values] as const),
  ].filter((entry): entry is readonly [string, number[]] => Array.isArray(entry[1]));
  const excluded = answer["excluded"] as number[] | undefined;
  return answer.executorId.map((id, at) => {
    const numbers = Object.fromEntries(columns.map(([key, values]) => [key, values[at] ?? 0]));
    const { succeeded = 0, failed = 0, killed = 0 } = numbers;
    return {
      id,
      address: answer.address[at] ?? "",
      logs: answer.logs[id] ?? {},
      excluded: excluded?.[at] === 1,
      numbers: { ...numbers, total: succeeded + failed + killed },
    };
  });
}

/** Those that any executor has something in. */
export function stageExecutorColumns(answer: StageExecutors): StageExecutorColumn[] {
  const number = (
    key: string,
    label: string,
    unit: StageExecutorColumn["unit"],
    hint = "",
  ): StageExecutorColumn => ({
    ...{ key, label, unit, numeric: true, value: ({ numbers }) => numbers[key] },
    ...(hint && { hint }),
  });
  return [
    { key: "id", label: "Executor", unit: "own", value: ({ id }) => id },
    { key: "address", label: "Address", unit: "own", value: ({ address }) => address },
    { key: "excluded", label: "Excluded", unit: "own", value: ({ excluded }) => Number(excluded) },
    ...known
      .filter(([key]) => ["taskTime", "total", "failed", "killed", "succeeded"].includes(key) || answer[key])
      .map(([key, label, unit, hint]) => number(key, label, unit, hint)),
    ...Object.keys(answer.peaks).map((key) => number(`peak${key}`, peakLabel(key), unitOf(key))),
    ...(Object.keys(answer.logs).length > 0
      ? [{ key: "logs", label: "Logs", unit: "own" } as const]
      : []),
  ];
}

export const stageExecutorSort: Sort = { key: "taskTime", descending: true };
