import { untrack } from "svelte";
import { pagesOf } from "../base/virtual";
import type { ListedRun, RunPage } from "./applications";
import { ApiError, type Client, client as defaultClient } from "./client";

const pageSize = 100;

/** Runs that are as they were stay the same objects: nothing of them is drawn again. */
function keepEqual(
  before: readonly ListedRun[] | undefined,
  runs: readonly ListedRun[],
): readonly ListedRun[] {
  if (!before) return runs;
  const known = new Map(before.map((run) => [JSON.stringify(run), run]));
  return runs.map((run) => known.get(JSON.stringify(run)) ?? run);
}

/**
 * All runs that the path asks for, of which only what is looked at is fetched. While another path
 * is being asked for, what the last one gave stays (as `stale`).
 */
export class RunList {
  /** Of the last answer that told all of it. */
  shape = $state.raw<RunPage>();
  error = $state.raw<ApiError>();
  confirmedAt = $state<number>();
  private pages = $state.raw<ReadonlyMap<number, readonly ListedRun[]>>(new Map());
  private shownPath = $state("");
  private shown: readonly [first: number, last: number] = [0, 0];
  private readonly asked = new Set<string>();

  constructor(
    private readonly path: () => string,
    private readonly client: Client = defaultClient,
  ) {
    const known = client.peek<RunPage>(this.pagePath(0, true));
    if (known) this.accept(this.path(), [known.data], known.confirmedAt);
  }

  get loading(): boolean {
    return this.shape === undefined && this.error === undefined;
  }

  get stale(): boolean {
    return this.shape !== undefined && this.shownPath !== this.path();
  }

  at(index: number): ListedRun | undefined {
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** These rows are in sight: fetches those that are not here. */
  show(first: number, last: number): void {
    this.shown = [first, last];
    for (const page of pagesOf(first, last, pageSize)) {
      if (!this.pages.has(page) && !this.stale) void this.fetchPage(page);
    }
  }

  /** Everything that is in sight, and what is told of all runs. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const path = this.path();
    // Of another list, the beginning is wanted.
    const [first = 0, ...more] = this.stale ? [0] : pagesOf(...this.shown, pageSize);
    try {
      // All that is in sight changes at once: no row is away in between.
      const answers = await Promise.all(
        [first, ...more].map((page) =>
          this.client.get<RunPage>(this.pagePath(page, page === first), signal),
        ),
      );
      if (path !== this.path()) return;
      this.accept(path, answers.map(({ data }) => data), Date.now());
      this.error = undefined;
    } catch (error) {
      if (signal?.aborted || path !== this.path()) return;
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
    }
  }

  /** As Resource.follow(). */
  follow(): void {
    let asked = untrack(() => this.path());
    $effect(() => {
      const path = this.path();
      if (path === asked) return;
      asked = path;
      untrack(() => void this.refresh());
    });
  }

  /** The first answer tells of all runs, too. What is out of sight may be another by now. */
  private accept(path: string, answers: readonly RunPage[], confirmedAt: number): void {
    this.shape = answers[0];
    this.confirmedAt = confirmedAt;
    this.shownPath = path;
    const before = this.pages;
    this.pages = new Map(
      answers.map(({ offset, applications }) => {
        const page = Math.floor(offset / pageSize);
        return [page, keepEqual(before.get(page), applications)];
      }),
    );
  }

  private async fetchPage(page: number, signal?: AbortSignal): Promise<void> {
    const path = this.path();
    const address = this.pagePath(page, false);
    if (this.asked.has(address)) return;
    this.asked.add(address);
    try {
      const { data } = await this.client.get<RunPage>(address, signal);
      if (path !== this.shownPath) return;
      this.pages = new Map(this.pages).set(page, data.applications);
    } catch (error) {
      if (signal?.aborted || path !== this.shownPath) return;
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
    } finally {
      this.asked.delete(address);
    }
  }

  private pagePath(page: number, shape: boolean): string {
    const part = `&offset=${page * pageSize}&length=${pageSize}`;
    return `${this.path()}${part}${shape ? "" : "&shape=false"}`;
  }
}
