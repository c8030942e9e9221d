import { pollDelay } from "../base/polling";
import { type Application, isLive } from "./applications";
import type { ApiError } from "./client";

export interface Refreshable {
  refresh(signal: AbortSignal): Promise<void>;
  readonly error: ApiError | undefined;
}

/** The browser's clock and visibility; tests bring their own. */
export interface Surroundings {
  setTimer(callback: () => void, delay: number): number;
  clearTimer(timer: number): void;
  hidden(): boolean;
  onVisible(callback: () => void): () => void;
}

const browser: Surroundings = {
  setTimer: (callback, delay) => window.setTimeout(callback, delay),
  clearTimer: (timer) => window.clearTimeout(timer),
  hidden: () => document.hidden,
  onVisible(callback) {
    const listener = () => {
      if (!document.hidden) callback();
    };
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  },
};

/**
 * Refreshes a page's resources together: at once, then for as long as `isLive` says that they
 * may change, and one more time after that, because one of them may have been answered just
 * before the end.
 */
export class Poller {
  private timer: number | undefined;
  private round: AbortController | undefined;
  private wasLive = false;
  private forget: (() => void) | undefined;

  constructor(
    private readonly resources: readonly Refreshable[],
    private readonly isLive: () => boolean,
    private readonly surroundings: Surroundings = browser,
  ) {}

  /** Returns how to stop, as an effect's clean-up. */
  start(): () => void {
    this.forget = this.surroundings.onVisible(() => {
      if (this.timer !== undefined) this.now();
    });
    this.now();
    return () => this.stop();
  }

  /** Asks again at once, dropping what is under way. */
  now(): void {
    this.cancel();
    const round = new AbortController();
    this.round = round;
    void this.run(round.signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.resources.map((resource) => resource.refresh(signal)));
    if (signal.aborted) return;
    const live = this.isLive();
    const delay = pollDelay({
      live: live || this.wasLive,
      hidden: this.surroundings.hidden(),
      failing: this.resources.some(({ error }) => error !== undefined && !error.final),
    });
    this.wasLive = live;
    this.timer =
      delay === undefined ? undefined : this.surroundings.setTimer(() => this.now(), delay);
  }

  private cancel(): void {
    this.round?.abort();
    if (this.timer !== undefined) this.surroundings.clearTimer(this.timer);
    this.timer = undefined;
  }

  private stop(): void {
    this.cancel();
    this.forget?.();
  }
}

/**
 * The poller of a page inside an application: while it runs or its log is being read, wholly or
 * for one of the answers.
 */
export function applicationPoller(
  resources: readonly (Refreshable & { readonly progress: number })[],
  application: () => Application | undefined,
): Poller {
  return new Poller(resources, () => {
    const known = application();
    return (known && isLive(known)) || resources.some(({ progress }) => progress < 1);
  });
}
