import { bytes, duration, factor, percent } from "./format";

/** What stands out in a stage, said in one sentence each. Every threshold stands in this file. */
export interface StageFacts {
  /** Of successful tasks, milliseconds. */
  medianDuration?: number;
  maxDuration?: number;
  /** Of successful tasks, bytes. */
  medianShuffleRead?: number;
  maxShuffleRead?: number;
  runTime: number;
  gcTime: number;
  diskSpilled: number;
  failedTasks: number;
  finishedTasks: number;
}

export interface Hint {
  kind: "straggler" | "skew" | "gc" | "spill" | "retries";
  text: string;
}

const mebibyte = 1024 * 1024;

export function stageHints(facts: StageFacts): Hint[] {
  return [straggler(facts), skew(facts), garbage(facts), spill(facts), retries(facts)].filter(
    (hint) => hint !== undefined,
  );
}

function straggler({ medianDuration, maxDuration }: StageFacts): Hint | undefined {
  if (!medianDuration || maxDuration === undefined) return undefined;
  if (maxDuration < 3 * medianDuration || maxDuration - medianDuration < 1000) return undefined;
  const times = factor(maxDuration / medianDuration);
  return {
    kind: "straggler",
    text: `The slowest task took ${duration(maxDuration)}: ${times} the median of ${duration(medianDuration)}.`,
  };
}

function skew({ medianShuffleRead, maxShuffleRead }: StageFacts): Hint | undefined {
  if (!medianShuffleRead || maxShuffleRead === undefined) return undefined;
  if (maxShuffleRead < 4 * medianShuffleRead || maxShuffleRead < 16 * mebibyte) return undefined;
  const times = factor(maxShuffleRead / medianShuffleRead);
  return {
    kind: "skew",
    text: `One task read ${bytes(maxShuffleRead)} of shuffle data: ${times} the median of ${bytes(medianShuffleRead)}.`,
  };
}

function garbage({ runTime, gcTime }: StageFacts): Hint | undefined {
  if (gcTime < 1000 || gcTime < 0.1 * runTime) return undefined;
  return {
    kind: "gc",
    text: `${percent(gcTime / runTime)} of the run time (${duration(gcTime)}) went into garbage collection.`,
  };
}

function spill({ diskSpilled }: StageFacts): Hint | undefined {
  if (diskSpilled === 0) return undefined;
  return {
    kind: "spill",
    text: `Tasks spilled ${bytes(diskSpilled)} to disk: their data did not fit into execution memory.`,
  };
}

function retries({ failedTasks, finishedTasks }: StageFacts): Hint | undefined {
  if (failedTasks === 0 || finishedTasks === 0) return undefined;
  const share = failedTasks / (failedTasks + finishedTasks);
  if (share < 0.05) return undefined;
  return { kind: "retries", text: `${percent(share)} of the finished task attempts failed.` };
}
