/** Frames that follow each other within this time are quick: the next one may do more. */
const quickMs = 20;
/** After a frame that took longer, the next one does less. */
const slowMs = 34;
/** Frames that lie further apart are not of the same motion. */
const pauseMs = 500;

/** How many things to make in each frame, so that frames stay short on a machine of any speed. */
export class FramePace {
  count: number;
  #limits: { least: number; most: number };
  #last = -Infinity;

  constructor(limits: { least: number; most: number }) {
    this.#limits = limits;
    this.count = Math.round((limits.least + limits.most) / 2);
  }

  /** The number for the frame that begins at `now` (ms, as requestAnimationFrame tells it). */
  next(now: number): number {
    const took = now - this.#last;
    this.#last = now;
    const { least, most } = this.#limits;
    if (took > slowMs && took < pauseMs) this.count = Math.max(least, Math.floor(this.count / 2));
    else if (took < quickMs) this.count = Math.min(most, this.count + 1);
    return this.count;
  }
}
