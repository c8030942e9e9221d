/** The keys W, A, S and D, + and - over anything that can be moved and zoomed. */
export type PanStep = { pan: number } | { zoom: number };

/** Parts of what is seen are moved by, and how many times larger it gets; undefined: no such key. */
export function panStep(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}): PanStep | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key.toLowerCase()) {
    case "w":
    case "+":
    case "=":
      return { zoom: 1.5 };
    case "s":
    case "-":
      return { zoom: 1 / 1.5 };
    case "a":
      return { pan: -0.2 };
    case "d":
      return { pan: 0.2 };
    default:
      return undefined;
  }
}

/** Closer than this, in the unit of a line (of time: milliseconds), there is nothing to see. */
const least = 10;

/**
 * The part of a line that is seen after a step, in its own unit. `at` is the place that stays
 * where it is; undefined: all of the line is seen.
 */
export function steppedRange(
  seen: readonly [number, number],
  whole: readonly [number, number],
  step: PanStep,
  at = (seen[0] + seen[1]) / 2,
): readonly [number, number] | undefined {
  const length = seen[1] - seen[0];
  const all = whole[1] - whole[0];
  if ("pan" in step) {
    const by = step.pan * length;
    const start = Math.max(whole[0], Math.min(whole[1] - length, seen[0] + by));
    return length >= all ? undefined : [start, start + length];
  }
  const next = Math.max(least, length / step.zoom);
  if (next >= all) return undefined;
  const start = at - ((at - seen[0]) / Math.max(1, length)) * next;
  const held = Math.max(whole[0], Math.min(whole[1] - next, start));
  return [held, held + next];
}
