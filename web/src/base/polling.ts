/** When to ask again. */
export interface PollState {
  /** Something may still change: the application runs or its log is being read. */
  live: boolean;
  /** What to do when nothing is live: a list may still grow, a finished application cannot. */
  idle: "stop" | "slow";
  hidden: boolean;
  /** The last request failed in a way that may pass. */
  failing: boolean;
}

export const fastDelay = 1000;
export const slowDelay = 5000;

/** Milliseconds until the next request; undefined: never. */
export function pollDelay(state: PollState): number | undefined {
  if (state.failing) return slowDelay;
  if (!state.live) return state.idle === "slow" ? slowDelay : undefined;
  return state.hidden ? slowDelay : fastDelay;
}
