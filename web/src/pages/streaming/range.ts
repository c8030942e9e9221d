/** The part of the time that the address asks for; undefined: all. */
export function parseRange(
  from: string | undefined,
  to: string | undefined,
): readonly [number, number] | undefined {
  if (!from || !to) return undefined;
  const [first, last] = [Number(from), Number(to)];
  return Number.isFinite(first) && Number.isFinite(last) && first < last
    ? [first, last]
    : undefined;
}
