/**
 * Going back shows the place one left; following a link starts at the top. The browser cannot do
 * it for pages that grow as their data arrives, and does not tell the two apart: an entry of the
 * history that has been here before carries a number.
 */
export class ScrollMemory {
  private readonly positions = new Map<number, number>();
  private current = 0;
  private last = 0;

  begin(): void {
    history.scrollRestoration = "manual";
    this.arrive();
  }

  note(): void {
    this.positions.set(this.current, window.scrollY);
  }

  /** Call when the address has changed: where the page should stand. */
  arrive(): number {
    const known = (history.state as { entry?: number } | null)?.entry;
    if (known === undefined) {
      this.last += 1;
      history.replaceState({ entry: this.last }, "");
    }
    this.current = known ?? this.last;
    this.last = Math.max(this.last, this.current);
    return this.positions.get(this.current) ?? 0;
  }
}

const rest = 250;
let moved: number | undefined;

/** When the window has not been scrolled for a moment. */
export async function windowAtRest(): Promise<void> {
  if (moved === undefined) {
    window.addEventListener("scroll", () => (moved = performance.now()), { passive: true });
    moved = -Infinity;
  }
  for (;;) {
    const left = moved + rest - performance.now();
    if (left <= 0) return;
    await new Promise((resolve) => window.setTimeout(resolve, left));
  }
}
