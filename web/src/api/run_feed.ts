import { windowAtRest } from "../base/scroll";

/** What an EventSource is to this; tests bring their own. */
export interface Events {
  addEventListener(kind: string, listener: () => void): void;
  readonly readyState: number;
  close(): void;
}

export interface FeedSurroundings {
  open(address: string): Events;
  setTimer(callback: () => void, delay: number): number;
  clearTimer(timer: number): void;
  now(): number;
  /** When nobody is moving what would be changed. */
  atRest(): Promise<void>;
}

const browser: FeedSurroundings = {
  open: (address) => new EventSource(address),
  setTimer: (callback, delay) => window.setTimeout(callback, delay),
  clearTimer: (timer) => window.clearTimeout(timer),
  now: () => performance.now(),
  atRest: windowAtRest,
};

const isOpen = 1;
/** A list of very many runs is not asked for all the time. */
const restFactor = 10;
const leastRest = 300;

/**
 * The server tells when a run comes, changes or goes; `onchange` then asks what. While nothing is
 * heard, somebody else has to ask now and then.
 */
export class RunFeed {
  private events: Events | undefined;
  private timer: number | undefined;
  private busy = false;
  private again = false;
  private rest = leastRest;

  constructor(
    private readonly onchange: () => Promise<void>,
    private readonly surroundings: FeedSurroundings = browser,
  ) {}

  get open(): boolean {
    return this.events?.readyState === isOpen;
  }

  /** Returns how to stop, as an effect's clean-up. */
  start(): () => void {
    const events = this.surroundings.open("api/v1/applications?fields=id");
    for (const kind of ["application", "removed", "reset"]) {
      events.addEventListener(kind, () => this.note());
    }
    this.events = events;
    return () => {
      events.close();
      if (this.timer !== undefined) this.surroundings.clearTimer(this.timer);
    };
  }

  /** Changes come in crowds: one question for all that come until it is answered. */
  private note(): void {
    if (this.busy) this.again = true;
    else if (this.timer === undefined) {
      this.timer = this.surroundings.setTimer(() => void this.ask(), this.rest);
    }
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    this.busy = true;
    await this.surroundings.atRest();
    this.again = false;
    const begun = this.surroundings.now();
    await this.onchange();
    this.rest = Math.max(leastRest, restFactor * (this.surroundings.now() - begun));
    this.busy = false;
    if (this.again) this.note();
  }
}
