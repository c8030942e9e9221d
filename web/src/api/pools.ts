import type { AppKey } from "../base/route";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** What the stages of one pool of the scheduler did. Times are epoch milliseconds. */
export interface Pool {
  name: string;
  activeStages: number;
  pendingStages: number;
  completeStages: number;
  failedStages: number;
  skippedStages: number;
  activeTasks: number;
  completedTasks: number;
  failedTasks: number;
  killedTasks: number;
  /** Of its tasks together. */
  runTime: number;
  firstTime?: number;
  latestTime?: number;
}

export interface Pools {
  /** FIFO or FAIR: how jobs share the executors. */
  mode: string;
  allocationFile?: string;
  pools: Pool[];
}

export function poolsResource(app: AppKey): Resource<Pools> {
  return new Resource(() => dashboardPath(app, "pools"));
}
