/** When to ask again. */
export interface PollState {
  /** Something may still change: an application runs, a log is being read, a list may grow. */
  live: boolean;
  hidden: boolean;
  /** The last request failed in a way that may pass. */
  failing: boolean;
}

export const fastDelay = 1000;
export const slowDelay = 5000;

/** Milliseconds until the next request; undefined: never. */
export function pollDelay(state: PollState): number | undefined {
  if (state.failing) return slowDelay;
  if (!state.live) return undefined;
  return state.hidden ? slowDelay : fastDelay;
}
