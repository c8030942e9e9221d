import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

/** One run of a structured streaming query. */
export interface StreamingQuery {
  id: string;
  runId: string;
  name?: string;
  status: "RUNNING" | "FINISHED" | "FAILED";
  startTime: string;
  endTime?: string;
  exception?: string;
  errorClass?: string;
  jobTags: string[];
  numBatches: number;
  numProgressUpdates: number;
  numInputRows: number;
  avgInputRowsPerSecond?: number;
  avgProcessedRowsPerSecond?: number;
}

export interface ListedQuery extends StreamingQuery {
  lastProgress?: { batchId: number };
}

export interface StateOperator {
  operatorName: string;
  numRowsTotal: number;
  numRowsUpdated: number;
  numRowsRemoved: number;
  memoryUsedBytes: number;
  numRowsDroppedByWatermark: number;
  /** Since Spark 3.2. */
  allUpdatesTimeMs?: number;
  allRemovalsTimeMs?: number;
  commitTimeMs?: number;
  numShufflePartitions?: number;
  numStateStoreInstances?: number;
  /** What the store of the state measures besides. */
  customMetrics?: Readonly<Record<string, number>>;
}

export interface StreamSource {
  description: string;
  startOffset?: unknown;
  endOffset?: unknown;
  latestOffset?: unknown;
  numInputRows: number;
}

/** What Spark logged of one trigger, as its StreamingQueryProgress. Durations in milliseconds. */
export interface Progress {
  timestamp: string;
  batchId: number;
  batchDuration: number;
  numInputRows: number;
  inputRowsPerSecond?: number;
  processedRowsPerSecond?: number;
  durationMs: Record<string, number>;
  eventTime: { watermark?: string };
  stateOperators: StateOperator[];
  sources: StreamSource[];
  sink: { description: string; numOutputRows?: number };
  /** What the program itself observed, by the name that it gave. */
  observedMetrics?: Readonly<Record<string, unknown>>;
}

export interface StreamingRun extends StreamingQuery {
  /** The latest first. */
  recentProgress: Progress[];
}

/** As many triggers as a chart can tell apart. */
export const progressPage = 1000;

export function streamingQueriesResource(app: AppKey): Resource<ListedQuery[]> {
  return new Resource(() => sparkPath(app, "streaming-queries"));
}

export function streamingRunResource(
  app: AppKey,
  runId: string,
  page: () => number,
): Resource<StreamingRun> {
  return new Resource(() => {
    const offset = (page() - 1) * progressPage;
    const run = `streaming-queries/${encodeURIComponent(runId)}`;
    return sparkPath(app, `${run}?length=${progressPage}&offset=${offset}`);
  });
}
