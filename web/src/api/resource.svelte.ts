import { untrack } from "svelte";
import { ApiError, type Client, client as defaultClient } from "./client";

/**
 * What the server last said about one path, for pages to show. A failed refresh keeps the last
 * data beside the error; a changed path keeps showing the old data (as `stale`) until the new
 * has arrived.
 */
export class Resource<T> {
  data = $state.raw<T>();
  error = $state.raw<ApiError>();
  progress = $state(1);
  /** Of a list that is shown in part: how long all of it is, where the server says so. */
  total = $state<number>();
  /** When `data` was last confirmed. */
  confirmedAt = $state<number>();
  private shownPath = $state<string>();

  constructor(
    private readonly path: () => string,
    private readonly client: Client = defaultClient,
  ) {
    const known = client.peek<T>(path());
    if (known === undefined) return;
    this.data = known.data;
    this.total = known.total;
    this.confirmedAt = known.confirmedAt;
    this.shownPath = path();
  }

  get loading(): boolean {
    return this.data === undefined && this.error === undefined;
  }

  get stale(): boolean {
    return this.data !== undefined && (this.error !== undefined || this.shownPath !== this.path());
  }

  async refresh(signal?: AbortSignal): Promise<void> {
    const path = this.path();
    try {
      const answer = await this.client.get<T>(path, signal);
      if (signal?.aborted || path !== this.path()) return;
      this.data = answer.data;
      this.progress = answer.progress;
      this.total = answer.total;
      this.error = undefined;
      this.confirmedAt = Date.now();
      this.shownPath = path;
    } catch (error) {
      if (signal?.aborted || path !== this.path()) return;
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
      if (error.final) this.data = undefined;
    }
  }

  /**
   * Asks again as soon as the path becomes another one, and gives up what was asked before. Call
   * while a component is being made; the first request is its poller's.
   */
  follow(): void {
    let asked = untrack(() => this.path());
    let asking = new AbortController();
    $effect(() => {
      const path = this.path();
      if (path === asked) return;
      asked = path;
      asking.abort();
      asking = new AbortController();
      untrack(() => void this.refresh(asking.signal));
    });
    $effect(() => () => asking.abort());
  }
}
